// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/auth"
)

// spellings are ways in which Azure's own clients, and people, write the same path.
func spellings() map[string]func(string) string {
	return map[string]func(string) string{
		"lower":     strings.ToLower,
		"upper":     strings.ToUpper,
		"hashicorp": func(p string) string { return strings.ReplaceAll(p, "fhirservices", "fhirServices") },
		"portal":    func(p string) string { return strings.ReplaceAll(p, "resourceGroups", "resourcegroups") },
		"odd": func(p string) string {
			return strings.ReplaceAll(strings.ReplaceAll(p, "demo", "DeMo"), "providers", "PROviders")
		},
		"as defined": func(p string) string { return p },
	}
}

func TestPathsInEveryCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	operator := as(auth.Operator)
	w.put(corsID, `{"properties":{"origins":["*"]}}`).want(http.StatusCreated, "")
	w.put(upstreamID, `{"properties":{"url":"https://a.example"}}`, operator).want(http.StatusCreated, "")
	w.put(gatewayID, `{"properties":{}}`, operator).want(http.StatusCreated, "")
	for name, spell := range spellings() {
		t.Run(name, func(t *testing.T) {
			w := w.with(t)
			for _, id := range []string{groupID, workspaceID, serviceID, corsID, upstreamID, gatewayID} {
				spelt := spell(id)
				r := w.get(spelt).want(http.StatusOK, "")
				if r.text("id") != spelt || r.text("name") != spelt[strings.LastIndexByte(spelt, '/')+1:] {
					t.Errorf("id %s and name %s for %s", r.text("id"), r.text("name"), spelt)
				}
			}
			list := w.get(spell(workspaceID)+spell("/fhirservices")).want(http.StatusOK, "")
			if !strings.Contains(string(list.body), `"id":"`+serviceID+`"`) {
				t.Errorf("a list spells ids as their creators did: %s", list.body)
			}
		})
	}
}

// A write in another spelling is a write of the same resource, and changes nothing by its spelling.
func TestWritesInAnotherCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get(serviceID)
	upper := strings.ToUpper(serviceID)
	again := w.put(upper, located).want(http.StatusOK, "")
	if again.etag() != before.etag() || again.text("id") != upper {
		t.Errorf("ETag %s was %s, id %s", again.etag(), before.etag(), again.text("id"))
	}
	if got := w.get(serviceID).text("id"); got != serviceID {
		t.Errorf("id is now %s", got)
	}
	w.delete(strings.ToUpper(serviceID)).want(http.StatusOK, "")
	w.get(serviceID).want(http.StatusNotFound, "ResourceNotFound")
}

// The same holds for a group, whose name may have upper case.
func TestGroupsInAnotherCase(t *testing.T) {
	t.Parallel()
	w, operator := newWorld(t), as(auth.Operator)
	const mixed = groupID + "-Mixed"
	created := w.put(mixed, located, operator).want(http.StatusCreated, "")
	lower := strings.ToLower(mixed)
	again := w.put(lower, located, operator).want(http.StatusOK, "")
	if again.etag() != created.etag() || again.text("id") != lower || again.text("name") != "demo-mixed" ||
		again.text("type") != "Microsoft.Resources/resourceGroups" {
		t.Errorf("ETag was %s, now %s: %s", created.etag(), again.etag(), again.body)
	}
	if got := w.get(mixed).text("name"); got != "demo-Mixed" {
		t.Errorf("name is now %s", got)
	}
	w.delete(strings.ToUpper(mixed), operator).want(http.StatusOK, "")
	w.get(mixed).want(http.StatusNotFound, "ResourceNotFound")
}

// A list spells ids as their creators did, also after a change in another spelling.
func TestListsKeepTheCreatorsSpelling(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const tagged = `{"location":"westeurope","tags":{"a":"b"}}`
	w.put(strings.ToUpper(workspaceID), tagged).want(http.StatusOK, "")
	w.put(strings.ToUpper(serviceID), tagged).want(http.StatusOK, "")
	for list, id := range map[string]string{groupID + workspaces: workspaceID, workspaceID + "/fhirservices": serviceID} {
		if p := w.page(list); len(p.Value) != 1 || p.Value[0].ID != id {
			t.Errorf("%s lists %v", list, p.Value)
		}
	}
}

// A type keeps Azure's spelling whatever the caller writes.
func TestTypeIsSpeltAsDefined(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if got := w.get(strings.ToLower(serviceID)).text("type"); got != "Microsoft.HealthcareApis/workspaces/fhirservices" {
		t.Errorf("type is %q", got)
	}
}

// A service's name keeps its creator's case; a workspace's is lower case from the start.
func TestNamesOnCreation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(workspaceID+"/fhirservices/Mixed-Case", located).want(http.StatusCreated, "")
	w.put(workspaceID+"/fhirservices/mixed-case", located).want(http.StatusOK, "")
	w.put(groupID+workspaces+"/UPPER", located).want(http.StatusBadRequest, "InvalidResourceName")
}

// Only ASCII letters have a case in a path: the Kelvin sign, whose lower case in Unicode is a k, is another letter.
func TestOtherLettersHaveNoCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get(strings.Replace(workspaceID, "workspaces", "wor%E2%84%AAspaces", 1)).want(http.StatusNotFound, "InvalidResourceType")
}
