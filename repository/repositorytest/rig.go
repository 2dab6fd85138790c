// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// patience is how long a test waits for what has to happen soon.
const patience = 30 * time.Second

// rig is one store with two tenants: each has a subscription with the groups "one" and "two"; the first has the
// workspace "home" in its group "one".
type rig struct {
	store   repository.Store
	watcher repository.Watcher
	closing sync.Once
}

var (
	tenantA = repository.Scope{Tenant: "tenant-a"}
	tenantB = repository.Scope{Tenant: "tenant-b"}
	subA    = repository.NewKey("sub-a")
	groupA1 = repository.NewKey("sub-a", "one")
	groupA2 = repository.NewKey("sub-a", "two")
	groupB1 = repository.NewKey("sub-b", "one")
	home    = repository.NewKey("sub-a", "one", "home")
)

func newRig(t testing.TB, store repository.Store) *rig {
	t.Helper()
	r := &rig{store: store, watcher: store}
	r.putGroup(t, tenantA, groupA1)
	r.putGroup(t, tenantA, groupA2)
	r.putGroup(t, tenantB, groupB1)
	r.putWorkspace(t, tenantA, home)
	return r
}

// close may come before the end of the test; a store is closed once.
func (r *rig) close(t testing.TB) {
	r.closing.Do(func() {
		if err := r.store.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
}

// at is the key of a record below home.
func at(name string) repository.Key { return repository.NewKey("sub-a", "one", "home", name) }

func someAudit() repository.Audit {
	return repository.Audit{Principal: "someone", ClientAddress: "192.0.2.1", CorrelationID: "c0ffee",
		Action: "Microsoft.HealthcareApis/workspaces/fhirservices/write", At: time.Now()}
}

func newSubscription(key repository.Key) *repository.Subscription {
	return &repository.Subscription{ID: "/Subscriptions/" + key.String(), Document: []byte(`{"displayName":"Ours"}`)}
}

func newGroup(key repository.Key) *repository.Group {
	return &repository.Group{ID: "/" + key.String(), Location: "westeurope", Document: []byte(`{"tags":{"c":"d"}}`)}
}

func newWorkspace(key repository.Key) *repository.Workspace {
	return &repository.Workspace{ID: "/" + key.String(), Location: "westeurope", Document: []byte(`{"tags":{"a":"b"}}`)}
}

func newService(key repository.Key) *repository.Service {
	return &repository.Service{ID: "/" + key.String(), Location: "westeurope", Document: []byte(`{"kind":"fhir-R4"}`)}
}

// editSubscription is edit for a subscription of a tenant.
func (r *rig) editSubscription(t testing.TB, scope repository.Scope, key repository.Key,
	change func(s *repository.Subscription)) repository.Change[repository.Subscription] {
	t.Helper()
	c, err := r.store.ChangeSubscription(context.Background(), scope, key, someAudit(), editingSubscription(key, change))
	if err != nil {
		t.Fatalf("change subscription %v: %v", key, err)
	}
	return c
}

func editingSubscription(key repository.Key, change func(s *repository.Subscription)) repository.Mutation[repository.Subscription] {
	return func(old *repository.Subscription) (*repository.Subscription, error) {
		next := newSubscription(key)
		if old != nil {
			*next = *old
		}
		change(next)
		return next, nil
	}
}

func (r *rig) putGroup(t testing.TB, scope repository.Scope, key repository.Key) repository.Change[repository.Group] {
	t.Helper()
	change, err := r.store.ChangeGroup(context.Background(), scope, key, someAudit(), puttingGroup(key))
	if err != nil {
		t.Fatalf("put group %v: %v", key, err)
	}
	return change
}

func puttingGroup(key repository.Key) repository.Mutation[repository.Group] {
	return func(*repository.Group) (*repository.Group, error) { return newGroup(key), nil }
}

func (r *rig) putWorkspace(t testing.TB, scope repository.Scope, key repository.Key) repository.Change[repository.Workspace] {
	t.Helper()
	change, err := r.store.ChangeWorkspace(context.Background(), scope, key, someAudit(), func(*repository.Workspace) (*repository.Workspace, error) {
		return newWorkspace(key), nil
	})
	if err != nil {
		t.Fatalf("put workspace %v: %v", key, err)
	}
	return change
}

// edit creates the service if there is none, changes it, and returns what became of it.
func (r *rig) edit(t testing.TB, key repository.Key, change func(s *repository.Service)) repository.Change[repository.Service] {
	t.Helper()
	c, err := r.store.ChangeService(context.Background(), tenantA, key, someAudit(), editing(key, change))
	if err != nil {
		t.Fatalf("change service %v: %v", key, err)
	}
	return c
}

func (r *rig) put(t testing.TB, name string) repository.Change[repository.Service] {
	t.Helper()
	return r.edit(t, at(name), func(*repository.Service) {})
}

func (r *rig) remove(t testing.TB, name string) repository.Change[repository.Service] {
	t.Helper()
	c, err := r.store.ChangeService(context.Background(), tenantA, at(name), someAudit(), removing[repository.Service])
	if err != nil {
		t.Fatalf("delete service %s: %v", name, err)
	}
	return c
}

func editing(key repository.Key, change func(s *repository.Service)) repository.Mutation[repository.Service] {
	return func(old *repository.Service) (*repository.Service, error) {
		next := newService(key)
		if old != nil {
			*next = *old
		}
		change(next)
		return next, nil
	}
}

// move is an edit that always changes the content.
func move(n int) func(s *repository.Service) {
	return func(s *repository.Service) { s.Document = fmt.Appendf(nil, `{"n":%d}`, n) }
}

func removing[T any](*T) (*T, error) { return nil, nil }

func keeping[T any](old *T) (*T, error) { return old, nil }

func (r *rig) read(t testing.TB, key repository.Key) *repository.Service {
	t.Helper()
	s, err := r.store.Service(context.Background(), tenantA, key)
	if err != nil {
		t.Fatalf("read service %v: %v", key, err)
	}
	return s
}
