// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"
	"time"

	"github.com/corsgate/corsgate/repository"
)

func subscriptionLife(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("SUB-LIFE")
	created := r.editSubscription(t, tenantA, key, func(s *repository.Subscription) { s.Location = "a subscription has none" })
	if created.Before != nil || created.Revision == 0 || created.After.Meta.ETag == "" {
		t.Errorf("creation: %s", show(created))
	}
	want := newSubscription(key)
	want.Key, want.Tenant, want.Meta, want.Revision = repository.NewKey("sub-life"), tenantA.Tenant, created.After.Meta, created.Revision
	expectSame(t, "the change", plainSubscription(created.After), plainSubscription(want))
	got, err := r.store.Subscription(ctx, tenantA, repository.NewKey("Sub-Life", "whatever"))
	expectNil(t, "read", err)
	expectSame(t, "content", plainSubscription(got), plainSubscription(want))

	when := time.Date(2026, 2, 28, 23, 59, 59, 123456789, time.FixedZone("somewhere", -5*3600))
	updated := r.editSubscription(t, tenantA, key, func(s *repository.Subscription) {
		s.ID, s.Document = "/subscriptions/Sub-LIFE", []byte(`{ "n" : 1.0e2 }`)
		s.Meta.Modified = repository.Stamp{By: "modifier ü", ByType: "User", At: when}
	})
	expectSame(t, "before the update", plainSubscription(updated.Before), plainSubscription(want))
	got, err = r.store.Subscription(ctx, tenantA, key)
	expectNil(t, "read", err)
	expectSame(t, "updated", plainSubscription(got), plainSubscription(updated.After))
	expectSame(t, "the spelling to display", got.ID, "/subscriptions/Sub-LIFE")
	expectSame(t, "document", string(got.Document), `{ "n" : 1.0e2 }`)
	expectSame(t, "the time", got.Meta.Modified.At.UTC(), when.Truncate(time.Microsecond).UTC())

	deleted, err := r.store.ChangeSubscription(ctx, tenantA, key, someAudit(), removing[repository.Subscription])
	expectNil(t, "delete", err)
	if deleted.After != nil || deleted.Before == nil || deleted.Revision != updated.Revision+1 {
		t.Errorf("deletion: %s", show(deleted))
	}
	_, err = r.store.Subscription(ctx, tenantA, key)
	expectError(t, "read of the deleted", err, repository.ErrNotFound)
	owner, err := r.store.TenantOf(ctx, key)
	expectNil(t, "TenantOf", err)
	expectSame(t, "whose it was", owner, tenantA.Tenant)
	again := r.editSubscription(t, tenantB, key, func(*repository.Subscription) {})
	expectSame(t, "another tenant has it now", again.After.Tenant, tenantB.Tenant)
}

// firstGroupOfSubscription makes it known, with the group's stamps and nothing else of the group's.
func firstGroupOfSubscription(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("sub-first", "one")
	stamp := repository.Stamp{By: "maker", ByType: "User", At: time.Date(2026, 3, 4, 5, 6, 7, 8900, time.UTC)}
	group, err := r.store.ChangeGroup(ctx, tenantA, key, someAudit(), func(*repository.Group) (*repository.Group, error) {
		next := newGroup(key)
		next.Meta.Created, next.Meta.Modified = stamp, stamp
		return next, nil
	})
	expectNil(t, "ChangeGroup", err)
	got, err := r.store.Subscription(ctx, tenantA, key)
	expectNil(t, "Subscription", err)
	if got.Meta.ETag == "" || got.Meta.ETag == group.After.Meta.ETag {
		t.Errorf("the ETag is %q, the group's %q", got.Meta.ETag, group.After.Meta.ETag)
	}
	want := &repository.Subscription{Key: repository.NewKey("sub-first"), Tenant: tenantA.Tenant, ID: "/subscriptions/sub-first",
		Document: []byte(`{}`), Revision: group.Revision, Meta: repository.Meta{ETag: got.Meta.ETag, Created: stamp, Modified: stamp}}
	stamped := plainSubscription(want)
	stamped.Meta.Created.At, stamped.Meta.Modified.At = stamp.At.Truncate(time.Microsecond), stamp.At.Truncate(time.Microsecond)
	expectSame(t, "the subscription", plainSubscription(got), stamped)

	unchanged := r.editSubscription(t, tenantA, key, func(*repository.Subscription) {})
	expectSame(t, "a change to what it is", unchanged.Revision, repository.Revision(0))
	r.editSubscription(t, tenantA, key, func(s *repository.Subscription) { s.Document = []byte(`{"mine":true}`) })
	before, err := r.store.Subscription(ctx, tenantA, key)
	expectNil(t, "Subscription", err)
	r.putGroup(t, tenantA, key)
	r.putGroup(t, tenantA, repository.NewKey("sub-first", "two"))
	after, err := r.store.Subscription(ctx, tenantA, key)
	expectNil(t, "Subscription", err)
	expectSame(t, "further groups leave it alone", plainSubscription(after), plainSubscription(before))
}

func subscriptionETags(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("sub-tags")
	last := r.editSubscription(t, tenantA, key, func(*repository.Subscription) {}).After.Meta.ETag
	for _, c := range []struct {
		name    string
		change  func(*repository.Subscription)
		renewed bool
	}{
		{"the same content", func(s *repository.Subscription) { s.Document = append([]byte{}, s.Document...) }, false},
		{"a location", func(s *repository.Subscription) { s.Location = "westeurope" }, false},
		{"stamps alone", func(s *repository.Subscription) { s.Meta.Modified.By = "another" }, false},
		{"document", func(s *repository.Subscription) { s.Document = []byte(`{}`) }, true},
		{"id", func(s *repository.Subscription) { s.ID = "/SUBSCRIPTIONS/SUB-TAGS" }, true},
	} {
		changed := r.editSubscription(t, tenantA, key, c.change)
		if renewed := changed.After.Meta.ETag != last; renewed != c.renewed || (changed.Revision != 0) != c.renewed {
			t.Errorf("%s: %s", c.name, show(changed.After))
		}
		last = changed.After.Meta.ETag
	}
	r.putGroup(t, tenantA, repository.NewKey("sub-tags", "below"))
	got, err := r.store.Subscription(ctx, tenantA, key)
	expectNil(t, "Subscription", err)
	expectSame(t, "a group below is no change of it", got.Meta.ETag, last)
}

func historyOfSubscription(t *testing.T, r *rig) {
	key := repository.NewKey("sub-history")
	changes := []repository.Change[repository.Subscription]{
		r.editSubscription(t, tenantA, key, func(*repository.Subscription) {}),
		r.editSubscription(t, tenantA, key, func(s *repository.Subscription) { s.Document = []byte(`{"tags":{"a":"b"}}`) }),
	}
	deleted, err := r.store.ChangeSubscription(t.Context(), tenantA, key, someAudit(), removing[repository.Subscription])
	expectNil(t, "delete", err)
	entries := r.history(t, key, 0, 10)
	if len(entries) != 3 || entries[0].Before != nil || entries[2].After != nil {
		t.Fatalf("got %s", show(entries))
	}
	for i, change := range append(changes, deleted) {
		expectSame(t, "revision", entries[i].Revision, change.Revision)
		expectSame(t, "scope", entries[i].Scope, "sub-history")
		expectSame(t, "before", string(entries[i].Before), auditText(t, change.Before))
		expectSame(t, "after", string(entries[i].After), auditText(t, change.After))
	}
	theirs, err := r.store.History(t.Context(), tenantB, key, 0, 10)
	expectNil(t, "History", err)
	expectSame(t, "another tenant's", len(theirs), 0)
}

// auditText is a record as the history has it; nothing for none.
func auditText[T any, P interface {
	*T
	AuditJSON() ([]byte, error)
}](t testing.TB, record P) string {
	t.Helper()
	if record == nil {
		return ""
	}
	text, err := record.AuditJSON()
	expectNil(t, "AuditJSON", err)
	return string(text)
}
