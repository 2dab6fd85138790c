// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

func TestCheckName(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 24)
	cases := map[arm.Type]struct{ good, bad []string }{
		arm.ResourceGroups: {[]string{"a", "demo", "A-b_c.(d)", strings.Repeat("a", 90)},
			[]string{"", "a.", ".", "..", "a/b", "a b", "ä", "a\x00", "a\n", strings.Repeat("a", 91)}},
		arm.Workspaces: {[]string{"abc", "123", "demo2", long},
			[]string{"", "ab", "Demo", "de-mo", "de_mo", "dé", "abc\n", "ab\xff", long + "a"}},
		arm.FHIRServices: {[]string{"abc", "a-c", "A-B-C", "1-2", "a--b", long},
			[]string{"", "ab", "-ab", "ab-", "a.b", "a_b", "abc\n", "a\x00c", "a\xffc", long + "a"}},
		arm.CORSSettings: {[]string{"default"}, nil},
	}
	for kind, c := range cases {
		id := func(name string) arm.ID { return arm.ID{Type: kind, Group: name, Workspace: name, Service: name} }
		for _, name := range c.good {
			if err := CheckName(id(name)); err != nil {
				t.Errorf("%s %q: %v", kind, name, err)
			}
		}
		for _, name := range c.bad {
			var invalid *InvalidError
			if err := CheckName(id(name)); !errors.As(err, &invalid) || invalid.Code != arm.InvalidResourceName || invalid.Fix == "" {
				t.Errorf("%s %q: %v", kind, name, err)
			}
		}
	}
}

// TestLongNamesAreCut in messages, also where a letter is cut in two, and those that fit are not.
func TestLongNamesAreCut(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		strings.Repeat("a", 64):             strings.Repeat("a", 64),
		strings.Repeat("a", 64) + "b":       strings.Repeat("a", 64) + "…",
		strings.Repeat("a", 2000):           strings.Repeat("a", 64) + "…",
		strings.Repeat("a", 63) + "ä" + "b": strings.Repeat("a", 63) + "…",
	} {
		for kind, what := range map[arm.Type]string{arm.Workspaces: "workspace", arm.FHIRServices: "FHIR service"} {
			var invalid *InvalidError
			err := CheckName(arm.ID{Type: kind, Workspace: name, Service: name})
			if !errors.As(err, &invalid) || invalid.Reason != "The "+what+" name '"+want+"' is not valid." {
				t.Errorf("%s of %d bytes: %v", what, len(name), err)
			}
		}
	}
}

func TestSettleLocation(t *testing.T) {
	t.Parallel()
	here := "West Europe"
	cases := map[string]struct {
		old         *string
		asked, want string
		code        arm.Code
	}{
		"given on creation":     {nil, "West Europe", "West Europe", ""},
		"missing on creation":   {nil, "", "", arm.LocationRequired},
		"blank on creation":     {nil, " \t", "", arm.LocationRequired},
		"left out later":        {&here, "", "West Europe", ""},
		"the same":              {&here, "West Europe", "West Europe", ""},
		"the same, spelt other": {&here, "westEUROPE", "West Europe", ""},
		"another":               {&here, "eastus", "", arm.InvalidResourceLocation},
		"blank later":           {&here, " ", "", arm.InvalidResourceLocation},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := settleLocation(c.old, c.asked)
			var invalid *InvalidError
			if errors.As(err, &invalid) != (c.code != "") || invalid != nil && invalid.Code != c.code || got != c.want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

func TestUpstreamIsChecked(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	g := f.extension(arm.Upstreams, arm.Write)
	_, err := f.PutUpstream(ctx, g, repository.Upstream{URL: "https://bad.example"}, Write{})
	var invalid *InvalidError
	if !errors.As(err, &invalid) || invalid.Code != arm.InvalidUpstreamURL || invalid.Error() != "It is bad. Use a good one." {
		t.Errorf("error %v", err)
	}
	if _, err := f.PutUpstream(ctx, g, repository.Upstream{URL: "https://good.example"}, Write{}); err != nil {
		t.Error(err)
	}
}

// Deleting what is not there is no failure, wherever it would have been.
func TestDeleteOfWhatIsAbsent(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	const none = group + "/providers/Microsoft.HealthcareApis/workspaces/none"
	w := Write{Preconditions: arm.Preconditions{IfMatch: `"x"`}}
	for name, remove := range map[string]func() (Deleted, error){
		"group": func() (Deleted, error) {
			return f.DeleteGroup(ctx, f.grant(group+"-none", arm.ResourceGroups, arm.Delete), w)
		},
		"workspace": func() (Deleted, error) { return f.DeleteWorkspace(ctx, f.grant(none, arm.Workspaces, arm.Delete), w) },
		"service of no workspace": func() (Deleted, error) {
			return f.DeleteFHIRService(ctx, f.grant(none+"/fhirservices/records", arm.FHIRServices, arm.Delete), w)
		},
		"settings": func() (Deleted, error) {
			return f.DeleteCORSSettings(ctx, f.extension(arm.CORSSettings, arm.Delete), w)
		},
		"settings of no service": func() (Deleted, error) {
			id := arm.ExtensionOf(space+"/fhirservices/none", arm.CORSSettings)
			return f.DeleteCORSSettings(ctx, f.grant(id, arm.CORSSettings, arm.Delete), w)
		},
	} {
		if d, err := remove(); err != nil || d.Existed || d.Revision != 0 {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
}
