// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"testing"

	"github.com/corsgate/corsgate/arm"
)

// TestRoles is the table of who may do what.
func TestRoles(t *testing.T) {
	t.Parallel()
	const (
		nobody = iota
		fromReader
		fromContributor
		fromOperator
	)
	table := map[arm.Type]map[arm.Verb]int{
		arm.ResourceGroups:  {arm.Read: fromReader, arm.Write: fromOperator, arm.Delete: fromOperator},
		arm.Subscriptions:   {arm.Read: fromReader, arm.Write: fromOperator, arm.Delete: fromOperator},
		arm.Workspaces:      {arm.Read: fromReader, arm.Write: fromContributor, arm.Delete: fromContributor},
		arm.FHIRServices:    {arm.Read: fromReader, arm.Write: fromContributor, arm.Delete: fromContributor},
		arm.CORSSettings:    {arm.Read: fromReader, arm.Write: fromContributor, arm.Delete: fromContributor},
		arm.Upstreams:       {arm.Read: fromReader, arm.Write: fromOperator, arm.Delete: fromOperator},
		arm.GatewaySettings: {arm.Read: fromReader, arm.Write: fromOperator, arm.Delete: fromOperator},
	}
	rank := map[Role]int{"": nobody, "owner": nobody, Reader: fromReader, Contributor: fromContributor, Operator: fromOperator}
	for kind, verbs := range table {
		for verb, from := range verbs {
			for role, is := range rank {
				action := arm.Action{Type: kind, Verb: verb}
				if got := role.permits(action); got != (is >= from && is != nobody) {
					t.Errorf("%q permits %s: %v", role, action, got)
				}
			}
		}
	}
}

func TestScope(t *testing.T) {
	t.Parallel()
	const sub = "/subscriptions/00000000-0000-0000-0000-00000000000a"
	const group = sub + "/resourceGroups/demo"
	cases := map[string]struct {
		scope, id string
		may       bool
	}{
		"itself":                {group, group, true},
		"below":                 {sub, group + "/providers/Microsoft.HealthcareApis/workspaces/demo", true},
		"in another case":       {"/SUBSCRIPTIONS/00000000-0000-0000-0000-00000000000A", group, true},
		"above":                 {group, sub, false},
		"beside":                {group, sub + "/resourceGroups/other", false},
		"begins like it":        {group, group + "2", false},
		"another subscription":  {sub, "/subscriptions/00000000-0000-0000-0000-00000000000b/resourceGroups/demo", false},
		"the scope has a slash": {sub + "/", group, false},
		"the root is no scope":  {"/", group, false},
		"a scope that is no id": {"subscriptions", group, false},
		"a longer scope":        {group + "/providers/x", group, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			id, err := arm.ParseID(c.id)
			if err != nil {
				t.Fatal(err)
			}
			p := Principal{Assignments: []Assignment{{Role: Reader, Scope: c.scope}}}
			if got := p.May(arm.Action{Type: id.Type, Verb: arm.Read}, id); got != c.may {
				t.Errorf("may: %v", got)
			}
		})
	}
}

// The best of several assignments counts, and each only in its own scope.
func TestSeveralAssignments(t *testing.T) {
	t.Parallel()
	const group = "/subscriptions/s/resourceGroups/"
	p := Principal{Assignments: []Assignment{{Reader, "/subscriptions/s"}, {Operator, group + "mine"}}}
	write := arm.Action{Type: arm.ResourceGroups, Verb: arm.Write}
	for name, want := range map[string]bool{"mine": true, "yours": false} {
		id, err := arm.ParseID(group + name)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.May(write, id); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if (Principal{}).May(write, arm.ID{Path: group + "mine"}) {
		t.Error("nobody may write")
	}
}

func TestParseRole(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"reader", "contributor", "operator"} {
		if r, err := ParseRole(name); err != nil || string(r) != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "Reader", "owner", "reader "} {
		if _, err := ParseRole(name); err == nil {
			t.Errorf("%q is a role", name)
		}
	}
}
