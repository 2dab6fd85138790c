// SPDX-License-Identifier: Apache-2.0

package service

import (
	"fmt"
	"net/url"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// Store is what the use cases need of a repository.
type Store interface {
	repository.Subscriptions
	repository.Groups
	repository.Workspaces
	repository.Services
}

// Options of a Manager; the zero value is valid.
type Options struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// CheckUpstream refuses a URL that the gateway would never dial; nil accepts any.
	CheckUpstream func(url string) (*url.URL, error)
}

// Manager runs the use cases. It is safe for concurrent use.
type Manager struct {
	store         Store
	now           func() time.Time
	checkUpstream func(string) (*url.URL, error)
}

// New makes a Manager that keeps its records in store.
func New(store Store, o Options) *Manager {
	m := &Manager{store: store, now: o.Now, checkUpstream: o.CheckUpstream}
	if m.now == nil {
		m.now = time.Now
	}
	if m.checkUpstream == nil {
		m.checkUpstream = url.Parse
	}
	return m
}

// Grant is the right of one principal to perform one action on one resource.
type Grant struct {
	principal auth.Principal
	action    arm.Action
	id        arm.ID
}

// ID is the resource that the grant is for.
func (g Grant) ID() arm.ID { return g.id }

// Authorize gives a Grant, or a *ForbiddenError whether or not the resource exists.
func (m *Manager) Authorize(p auth.Principal, action arm.Action, id arm.ID) (Grant, error) {
	if !p.May(action, id) {
		return Grant{}, &ForbiddenError{Principal: p.ID, Action: action, Scope: id.Path}
	}
	return Grant{principal: p, action: action, id: id}, nil
}

// require guards a use case against a grant for something else. Nobody outside this package can cause it.
func (g Grant) require(t arm.Type, verb arm.Verb) error {
	if want := (arm.Action{Type: t, Verb: verb}); g.action != want {
		return fmt.Errorf("use case %s called with a grant for %s", want, g.action)
	}
	return nil
}

func (g Grant) scope() repository.Scope { return repository.Scope{Tenant: g.principal.Tenant} }

func (g Grant) key() repository.Key {
	return repository.NewKey(g.id.Subscription, g.id.Group, g.id.Workspace, g.id.Service)
}

// Write is what every changing use case is told about the request.
type Write struct {
	Preconditions arm.Preconditions
	ClientAddress string
	CorrelationID string
}

func (m *Manager) audit(g Grant, w Write) repository.Audit {
	return repository.Audit{Principal: g.principal.ID, ClientAddress: w.ClientAddress, CorrelationID: w.CorrelationID,
		Action: g.action.String(), At: m.now().UTC()}
}

// stamp is who changes something now.
func (m *Manager) stamp(g Grant) repository.Stamp {
	return repository.Stamp{By: g.principal.ID, ByType: g.principal.Kind, At: m.now().UTC().Truncate(time.Millisecond)}
}

// touched is the Meta of a resource that changes now; old is nil for a new one.
func (m *Manager) touched(g Grant, old *repository.Meta) repository.Meta {
	now := m.stamp(g)
	if old == nil {
		return repository.Meta{Created: now, Modified: now}
	}
	return repository.Meta{Created: old.Created, Modified: now}
}

// Result is what a PUT came to.
type Result[T any] struct {
	Record   *T
	Created  bool
	Warnings []cors.Problem
}

// Deleted is what a DELETE came to.
type Deleted struct {
	Existed  bool
	Revision repository.Revision
}
