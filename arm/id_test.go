// SPDX-License-Identifier: Apache-2.0

package arm_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

const (
	group   = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/demo"
	service = group + "/providers/Microsoft.HealthcareApis/workspaces/Demo/fhirServices/Records"
)

func TestParseID(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		path string
		want arm.ID
	}{
		"subscription": {group[:51], arm.ID{Type: arm.Subscriptions, Subscription: group[15:51]}},
		"group":        {group, arm.ID{Type: arm.ResourceGroups, Subscription: group[15:51], Group: "demo"}},
		"service": {service, arm.ID{Type: arm.FHIRServices, Subscription: group[15:51], Group: "demo",
			Workspace: "Demo", Service: "Records"}},
		"white space is part of a name": {group + " /providers/Microsoft.HealthcareApis/workspaces/\tdemo\n", arm.ID{
			Type: arm.Workspaces, Subscription: group[15:51], Group: "demo ", Workspace: "\tdemo\n"}},
		"extension, all in lower case": {strings.ToLower(arm.ExtensionOf(service, arm.CORSSettings)), arm.ID{
			Type: arm.CORSSettings, Subscription: group[15:51], Group: "demo", Workspace: "demo", Service: "records"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.want.Path = tc.path
			got, err := arm.ParseID(tc.path)
			if err != nil || got != tc.want {
				t.Fatalf("ParseID(%q) = %+v, %v; want %+v", tc.path, got, err, tc.want)
			}
		})
	}
}

func TestParseIDRefuses(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"empty":                         "",
		"no slash in front":             group[1:],
		"slash behind":                  group + "/",
		"double slash":                  strings.Replace(group, "/demo", "//demo", 1),
		"unknown type":                  group + "/providers/Microsoft.Web/sites/a",
		"extension of a group":          group + "/providers/Corsgate.Fhir/corsSettings/default",
		"extension of a workspace":      group + "/providers/Microsoft.HealthcareApis/workspaces/demo/providers/Corsgate.Fhir/corsSettings/default",
		"workspace without a group":     group[:51] + "/providers/Microsoft.HealthcareApis/workspaces/demo",
		"extension of an extension":     arm.ExtensionOf(arm.ExtensionOf(service, arm.CORSSettings), arm.CORSSettings),
		"service without its workspace": group + "/providers/Microsoft.HealthcareApis/fhirservices/records",
		"too long":                      group + "/providers/Microsoft.HealthcareApis/workspaces/" + strings.Repeat("a", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if id, err := arm.ParseID(path); err == nil {
				t.Fatalf("ParseID(%q) = %+v, want an error", path, id)
			}
		})
	}
}

func FuzzParseID(f *testing.F) {
	f.Add(service)
	f.Add(arm.ExtensionOf(service, arm.Upstreams))
	f.Add("/subscriptions//resourceGroups/")
	f.Add("/providers/Microsoft.HealthcareApis/workspaces/a")
	f.Fuzz(func(t *testing.T, path string) {
		id, err := arm.ParseID(path)
		if err != nil {
			return
		}
		if id.Path != path || id.Subscription == "" {
			t.Fatalf("ParseID(%q) = %+v", path, id)
		}
		again, err := arm.ParseID(lowerASCII(path))
		if err != nil || again.Type != id.Type {
			t.Fatalf("lower case changes %q: %+v, %v", path, again, err)
		}
	})
}

// lowerASCII changes no other letter, and keeps what is not UTF-8: ToLower would make a path longer.
func lowerASCII(path string) string {
	folded := []byte(path)
	for i, c := range folded {
		if c >= 'A' && c <= 'Z' {
			folded[i] = c + 'a' - 'A'
		}
	}
	return string(folded)
}

func TestWithin(t *testing.T) {
	t.Parallel()
	id, err := arm.ParseID(service)
	if err != nil {
		t.Fatal(err)
	}
	for scope, want := range map[string]bool{
		group: true, strings.ToUpper(group): true, service: true,
		group[:50]: false, group + "x": false, service + "/x": false, "": false,
	} {
		if got := id.Within(scope); got != want {
			t.Errorf("Within(%q) = %v", scope, got)
		}
	}
}

func TestPreconditions(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p    arm.Preconditions
		etag string
		want bool
	}{
		"none, absent":                 {arm.Preconditions{}, "", true},
		"none, there":                  {arm.Preconditions{}, "a", true},
		"If-Match * absent":            {arm.Preconditions{IfMatch: "*"}, "", false},
		"If-Match * there":             {arm.Preconditions{IfMatch: "*"}, "a", true},
		"If-Match same":                {arm.Preconditions{IfMatch: `"a"`}, "a", true},
		"If-Match in a list":           {arm.Preconditions{IfMatch: `"b", "a"`}, "a", true},
		"If-Match other":               {arm.Preconditions{IfMatch: `"b"`}, "a", false},
		"If-Match weak":                {arm.Preconditions{IfMatch: `W/"a"`}, "a", false},
		"If-Match etag, absent":        {arm.Preconditions{IfMatch: `"a"`}, "", false},
		"If-None-Match * absent":       {arm.Preconditions{IfNoneMatch: "*"}, "", true},
		"If-None-Match * there":        {arm.Preconditions{IfNoneMatch: "*"}, "a", false},
		"If-None-Match weak":           {arm.Preconditions{IfNoneMatch: `W/"a"`}, "a", false},
		"If-None-Match other":          {arm.Preconditions{IfNoneMatch: `"b"`}, "a", true},
		"If-Match empty tag is no tag": {arm.Preconditions{IfMatch: `""`}, "", false},
	} {
		if got := tc.p.Hold(tc.etag); got != tc.want {
			t.Errorf("%s: Hold(%q) = %v", name, tc.etag, got)
		}
	}
}
