// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/corsgate/corsgate/arm"
)

// Role is a named set of actions.
type Role string

// The roles. Each includes the ones before it: a Contributor changes settings, an Operator also owns what decides
// where requests go (upstreams, gateway settings) and who shares a place (resource groups, subscriptions).
const (
	Reader      Role = "reader"
	Contributor Role = "contributor"
	Operator    Role = "operator"
)

// ParseRole reads a role's name.
func ParseRole(name string) (Role, error) {
	switch r := Role(name); r {
	case Reader, Contributor, Operator:
		return r, nil
	}
	return "", fmt.Errorf("unknown role %q: use reader, contributor or operator", name)
}

// permits reports whether the role includes the action.
func (r Role) permits(action arm.Action) bool {
	if action.Verb == arm.Read {
		return r == Reader || r == Contributor || r == Operator
	}
	switch action.Type {
	case arm.Workspaces, arm.FHIRServices, arm.CORSSettings, arm.Registrations:
		return r == Contributor || r == Operator
	}
	return r == Operator
}

// Assignment gives a role on a resource and on everything below it.
type Assignment struct {
	Role Role
	// Scope is a resource id, such as /subscriptions/{id}.
	Scope string
}

// Principal is who is calling.
type Principal struct {
	// ID and Kind are what systemData and the audit table name.
	ID   string
	Kind string // Application or User
	// Tenant whose records the principal may see at all.
	Tenant      string
	Assignments []Assignment
	// What proves all this proves it from NotBefore until just before Expires. A zero Expires says that nobody knows.
	NotBefore, Expires time.Time
}

// provenAt reports whether what was proven once is proven at that moment.
func (p Principal) provenAt(now time.Time) bool {
	return !now.Before(p.NotBefore) && now.Before(p.Expires)
}

// May reports whether the principal may perform the action on the resource. Whether the resource exists plays no part.
func (p Principal) May(action arm.Action, id arm.ID) bool {
	for _, a := range p.Assignments {
		if a.Role.permits(action) && id.Within(a.Scope) {
			return true
		}
	}
	return false
}

// ErrUnauthenticated is wrapped by the errors of a Verifier that blame the token. Their texts may be shown to the
// caller: they say what is wrong and never contain the token.
var ErrUnauthenticated = errors.New("authentication failed")

// Verifier turns the value of a bearer token into the Principal that it proves.
type Verifier interface {
	Verify(ctx context.Context, token string) (Principal, error)
}
