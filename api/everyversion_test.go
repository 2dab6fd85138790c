// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestEveryVersion: each shows what it has and no more, and what it shows can be put again without changing anything.
func TestEveryVersion(t *testing.T) {
	t.Parallel()
	versions := arm.SupportedVersions(arm.FHIRServices)
	if len(versions) != 15 {
		t.Errorf("%d versions", len(versions))
	}
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			etag := withEverything(w).etag()
			read := w.get(in(version, serviceID)).want(http.StatusOK, "")
			for p, has := range inVersions() {
				if shown := read.member(p.steps()) != "absent"; shown != slices.Contains(has, version) {
					t.Errorf("%s is shown: %v", p.path, shown)
				}
			}
			w.tick()
			for name, again := range map[string]*reply{
				"PUT":   w.put(in(version, serviceID), string(read.body)),
				"PATCH": w.patch(in(version, serviceID), string(read.body)),
				"none":  w.patch(in(version, serviceID), `{}`),
			} {
				if again.want(http.StatusOK, "").etag() != etag {
					t.Errorf("%s of what was read changed something", name)
				}
				sameJSON(t, string(again.body), string(read.body))
			}
			list := w.get(in(version, workspaceID+"/fhirservices")).want(http.StatusOK, "")
			sameJSON(t, string(list.body), `{"value":[`+string(read.body)+`]}`)
		})
	}
}

// TestPutInEveryVersion: a PUT replaces what its api-version has, and keeps what that lacks.
func TestPutInEveryVersion(t *testing.T) {
	t.Parallel()
	for _, version := range arm.SupportedVersions(arm.FHIRServices) {
		for name, body := range map[string]string{"nothing": `{}`, "empty objects": `{"properties":{"acrConfiguration":{},"authenticationConfiguration":{}}}`,
			"another identity": `{"identity":{"type":"SystemAssigned"}}`, "the same identity": `{"identity":{"type":"UserAssigned"}}`} {
			t.Run(version+", "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				withEverything(w)
				before := w.everywhere()
				w.put(in(version, serviceID), body).want(http.StatusOK, "")
				after := w.everywhere()
				for p, has := range inVersions() {
					want := before[p.path]
					if slices.Contains(has, version) || strings.HasPrefix(p.path, "identity") && name != "the same identity" {
						want = "absent" // it was replaced, or would contradict what was put
					}
					if after[p.path] != want {
						t.Errorf("%s is %s, want %s", p.path, after[p.path], want)
					}
				}
				w.patch(serviceID, `{}`).want(http.StatusOK, "") // what is stored is valid in every version
			})
		}
	}
}

// TestPropertiesOfOtherVersions: what an api-version lacks is refused, with those that have it.
func TestPropertiesOfOtherVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for p, has := range inVersions() {
		body := p.value
		for _, step := range slices.Backward(p.steps()) {
			body = `{"` + step + `":` + body + `}`
			if step == "userAssignedIdentities" {
				body = strings.Replace(body, "{", `{"type":"UserAssigned",`, 1)
			}
		}
		for _, version := range arm.SupportedVersions(arm.FHIRServices) {
			t.Run(p.path+" in "+version, func(t *testing.T) {
				w := w.with(t)
				for _, send := range []func(string, string, ...option) *reply{w.put, w.patch} {
					r := send(in(version, serviceID), body)
					if slices.Contains(has, version) {
						r.want(http.StatusOK, "")
						continue
					}
					r.want(http.StatusBadRequest, arm.InvalidRequestContent)
					f := r.failure()
					sameValue(t, r.findings(), []finding{{arm.UnknownProperty, p.path}})
					named := slices.ContainsFunc(has, func(v string) bool { return strings.Contains(f.Message, v) })
					if !named && !strings.HasSuffix(p.path, "accessPolicies") || !strings.Contains(f.Message, version) || strings.Contains(f.Message, "  ") {
						t.Errorf("message %q", f.Message)
					}
				}
			})
		}
	}
}

// A workspace has one such property.
func TestVersionsOfWorkspaces(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const first = "2021-06-01-preview"
	put := w.put(workspaceID, `{"properties":{"publicNetworkAccess":"Disabled"}}`).want(http.StatusOK, "")
	for _, version := range arm.SupportedVersions(arm.Workspaces) {
		read := w.get(in(version, workspaceID)).want(http.StatusOK, "")
		if shown := read.at("properties", "publicNetworkAccess") != "absent"; shown != (version != first) {
			t.Errorf("%s: publicNetworkAccess is shown: %v", version, shown)
		}
		if again := w.put(in(version, workspaceID), string(read.body)).want(http.StatusOK, ""); again.etag() != put.etag() {
			t.Errorf("%s: what was read is not the same when it is put", version)
		}
	}
	w.put(in(first, workspaceID), `{"properties":{"publicNetworkAccess":"Enabled"}}`).want(http.StatusBadRequest, arm.InvalidRequestContent)
	w.put(in(first, workspaceID), `{"tags":{"a":"b"}}`).want(http.StatusOK, "")
	if got := w.get(workspaceID).at("properties", "publicNetworkAccess"); got != `"Disabled"` {
		t.Errorf("publicNetworkAccess is %s", got)
	}
	w.put(workspaceID, `{}`).want(http.StatusOK, "")
	if got := w.get(workspaceID).at("properties", "publicNetworkAccess"); got != "absent" {
		t.Errorf("publicNetworkAccess is %s", got)
	}
}

// Groups and subscriptions are the same in all of theirs.
func TestVersionsOfGroups(t *testing.T) {
	t.Parallel()
	w, operator := newWorld(t), as(auth.Operator)
	want := string(w.get(groupID).body)
	for _, version := range arm.SupportedVersions(arm.ResourceGroups) {
		sameJSON(t, string(w.get(in(version, groupID)).want(http.StatusOK, "").body), want)
		sameJSON(t, string(w.put(in(version, groupID), want, operator).want(http.StatusOK, "").body), want)
		w.get(in(version, "/subscriptions/"+sub1)).want(http.StatusOK, "")
	}
}
