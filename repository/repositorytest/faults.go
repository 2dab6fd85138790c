// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

// Calls are all methods of a store that may have to wait. Their records are absent from an empty store, and nothing is
// created; so an answer may be one of the contract's errors.
func Calls(s repository.Store) map[string]func(ctx context.Context) error {
	all := watcherCalls(s)
	page := repository.Page{Limit: 10}
	for name, call := range map[string]func(ctx context.Context) error{
		"Ping": s.Ping,
		"Subscription": func(ctx context.Context) error {
			_, err := s.Subscription(ctx, tenantA, groupA1)
			return err
		},
		"ListSubscriptions": func(ctx context.Context) error { _, err := s.ListSubscriptions(ctx, tenantA, page); return err },
		"ChangeSubscription": func(ctx context.Context) error {
			_, err := s.ChangeSubscription(ctx, tenantA, repository.NewKey("sub-none"), someAudit(), removing[repository.Subscription])
			return err
		},
		"ListGroups":         func(ctx context.Context) error { _, err := s.ListGroups(ctx, tenantA, groupA1, page); return err },
		"WorkspaceNameTaken": func(ctx context.Context) error { _, err := s.WorkspaceNameTaken(ctx, "home"); return err },
		"ChangeGroup": func(ctx context.Context) error {
			_, err := s.ChangeGroup(ctx, tenantA, groupA2, someAudit(), removing[repository.Group])
			return err
		},
		"Group": func(ctx context.Context) error { _, err := s.Group(ctx, tenantA, groupA1); return err },
		"Workspace": func(ctx context.Context) error {
			_, err := s.Workspace(ctx, tenantA, home)
			return err
		},
		"ListWorkspaces": func(ctx context.Context) error {
			_, err := s.ListWorkspaces(ctx, tenantA, groupA1, page)
			return err
		},
		"ChangeWorkspace": func(ctx context.Context) error {
			_, err := s.ChangeWorkspace(ctx, tenantA, home, someAudit(), removing[repository.Workspace])
			return err
		},
		"Service":      func(ctx context.Context) error { _, err := s.Service(ctx, tenantA, at("s")); return err },
		"ListServices": func(ctx context.Context) error { _, err := s.ListServices(ctx, tenantA, home, page); return err },
		"ListServiceHeads": func(ctx context.Context) error {
			_, err := s.ListServiceHeads(ctx, tenantA, groupA1, page)
			return err
		},
		"ChangeService": func(ctx context.Context) error {
			_, err := s.ChangeService(ctx, tenantA, at("s"), someAudit(), removing[repository.Service])
			return err
		},
		"History":  func(ctx context.Context) error { _, err := s.History(ctx, tenantA, home, 0, 10); return err },
		"TenantOf": func(ctx context.Context) error { _, err := s.TenantOf(ctx, home); return err },
		"Compact":  func(ctx context.Context) error { return s.Compact(ctx, time.Now()) },
		"NewEpoch": s.NewEpoch,
	} {
		all[name] = call
	}
	return all
}

func watcherCalls(w repository.Watcher) map[string]func(ctx context.Context) error {
	return map[string]func(ctx context.Context) error{
		"Snapshot": func(ctx context.Context) error { _, err := w.Snapshot(ctx); return err },
		"Changes":  func(ctx context.Context) error { _, err := w.Changes(ctx, repository.Cursor{}); return err },
		"Await":    func(ctx context.Context) error { return w.Await(ctx, repository.Cursor{}) },
	}
}

func endedContexts(t *testing.T, r *rig) {
	r.put(t, "s")
	before := r.state(t, at("s"))
	expectEnded(t, Calls(r.store))
	expectSame(t, "the state", r.state(t, at("s")), before)
}

func endedContextsOfWatcher(t *testing.T, r *rig) { expectEnded(t, watcherCalls(r.watcher)) }

func expectEnded(t *testing.T, calls map[string]func(ctx context.Context) error) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	for name, call := range calls {
		expectError(t, name, call(cancelled), context.Canceled)
		expectError(t, name, call(late), context.DeadlineExceeded)
	}
}

// contextEndsBehindWriter: a caller that waits for another one's mutation still obeys its context. A store that lets
// both run may succeed.
func contextEndsBehindWriter(t *testing.T, r *rig) {
	r.put(t, "busy")
	inside, release, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		entered := false // a mutation may be called again
		_, err := r.store.ChangeService(context.Background(), tenantA, at("busy"), someAudit(), func(old *repository.Service) (*repository.Service, error) {
			if !entered {
				entered = true
				close(inside)
			}
			<-release
			return editing(at("busy"), move(1))(old)
		})
		if err != nil {
			t.Errorf("the first writer: %v", err)
		}
	}()
	within(t, "the first mutation", inside)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := r.store.ChangeService(ctx, tenantA, at("busy"), someAudit(), editing(at("busy"), move(2)))
	if err != nil {
		expectError(t, "the second writer", err, context.DeadlineExceeded)
	}
	if waited := time.Since(begin); waited > patience/2 {
		t.Errorf("the second writer waited %v", waited)
	}
	if _, err := r.store.Service(t.Context(), tenantA, at("busy")); err != nil {
		t.Errorf("a reader beside the writer: %v", err)
	}
	close(release)
	within(t, "the first writer", done)
}

func closedStore(t *testing.T, r *rig) {
	r.close(t)
	for name, call := range Calls(r.store) {
		if err := call(t.Context()); err == nil {
			t.Errorf("%s of a closed store succeeded", name)
		}
	}
}
