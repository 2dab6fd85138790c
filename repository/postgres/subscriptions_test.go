// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// insertAsBefore is how a program of the schema before the third one makes a subscription known.
const insertAsBefore = `INSERT INTO subscriptions (id, tenant_id) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`

// knownAsBefore makes a subscription known as an older program does, one that is still running or one that has been.
func knownAsBefore(t *testing.T, url, id string) {
	t.Helper()
	if _, err := connect(t, url).Exec(t.Context(), insertAsBefore, id, tenant.Tenant); err != nil {
		t.Fatal(err)
	}
}

const groupsAsBefore = `INSERT INTO resource_groups VALUES
	('old', 'later', 'tenant', '', '', '{}', '', 'another', 'User', '2026-05-05', 'x', 'x', '2026-05-06', 7),
	('old', 'first', 'tenant', '', '', '{}', '', 'maker', 'Application', '2026-01-02 03:04:05.000006', 'x', 'x', '2026-05-07', 8)`

// TestSubscriptionsOfOlderSchemas: what an older program has made known is a record after the migration, and so is what it makes
// known while it runs beside a newer one. The way back keeps whose they are.
func TestSubscriptionsOfOlderSchemas(t *testing.T) {
	t.Parallel()
	url := testpg.Database(t)
	upTo(t, url, 2)
	for _, id := range []string{"old", "bare"} {
		knownAsBefore(t, url, id)
	}
	exec(t, url, groupsAsBefore)
	start := time.Now()
	up(t, url)
	knownAsBefore(t, url, "beside")
	knownAsBefore(t, url, "old")

	store := opened(t, url, Options{})
	list, err := store.ListSubscriptions(t.Context(), tenant, repository.Page{Limit: 10})
	if err != nil || len(list) != 3 {
		t.Fatalf("%d subscriptions, %v", len(list), err)
	}
	etags := map[string]bool{}
	for i, id := range []string{"bare", "beside", "old"} {
		got := list[i]
		etags[got.Meta.ETag] = true
		if got.Key.String() != id || got.ID != "/subscriptions/"+id || string(got.Document) != "{}" || got.Tenant != tenant.Tenant ||
			got.Location != "" || got.Revision != 0 {
			t.Errorf("%s is %+v", id, got)
		}
		stamp := repository.Stamp{By: "maker", ByType: "Application", At: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)}
		if created := got.Meta.Created; id == "old" && created != stamp || got.Meta.Modified != created {
			t.Errorf("%s was created %v and modified %v", id, created, got.Meta.Modified)
		} else if id != "old" && (created.By != "" || created.At.Before(start.Add(-time.Minute)) || created.At.After(time.Now().Add(time.Minute))) {
			t.Errorf("%s was created %v", id, created)
		}
	}
	if len(etags) != 3 || etags[""] {
		t.Errorf("the ETags are %v", etags)
	}
	changeOldSubscription(t, store)
	for name, change := range map[string]func(testing.TB, string, int){"down": down, "up": func(t testing.TB, url string, _ int) { up(t, url) }} {
		change(t, url, 2)
		if n := read[int](t, url, "SELECT count(*) FROM subscriptions WHERE tenant_id = 'tenant'"); n != 3 {
			t.Errorf("%s: %d subscriptions", name, n)
		}
	}
}

// changeOldSubscription changes one that nobody has changed yet.
func changeOldSubscription(t *testing.T, store *Store) {
	t.Helper()
	c, err := store.ChangeSubscription(t.Context(), tenant, repository.NewKey("old"), audit(), func(old *repository.Subscription) (*repository.Subscription, error) {
		next := *old
		next.ID, next.Document = "/subscriptions/OLD", []byte(`{"a":1}`)
		return &next, nil
	})
	if err != nil || c.Before == nil || c.Revision != 1 {
		t.Fatalf("%+v, %v", c, err)
	}
	got, err := store.Subscription(t.Context(), tenant, repository.NewKey("old"))
	if err != nil || got.ID != "/subscriptions/OLD" || got.Meta.ETag == c.Before.Meta.ETag || got.Meta.Created != c.Before.Meta.Created || got.Revision != 1 {
		t.Errorf("changed to %+v, %v", got, err)
	}
}

// TestSubscriptionMadeKnownMeanwhile: of two first groups of a subscription the second one finds it known.
func TestSubscriptionMadeKnownMeanwhile(t *testing.T) {
	t.Parallel()
	for name, other := range map[string]repository.Scope{"by the tenant": tenant, "by another tenant": {Tenant: "another"}} {
		store := opened(t, as(t, newDatabase(t), appUser), Options{})
		calls := 0
		_, err := store.ChangeGroup(t.Context(), tenant, group, audit(), func(*repository.Group) (*repository.Group, error) {
			if calls++; calls == 1 {
				if _, err := store.ChangeSubscription(t.Context(), other, group, audit(), func(*repository.Subscription) (*repository.Subscription, error) {
					return &repository.Subscription{ID: "theirs", Document: []byte(`{}`)}, nil
				}); err != nil {
					t.Error(err)
				}
			}
			return &repository.Group{Document: []byte(`{}`)}, nil
		})
		known, kept := store.Subscription(t.Context(), other, group)
		if kept != nil || known.ID != "theirs" || known.Revision != 1 {
			t.Errorf("%s: the subscription is %+v, %v", name, known, kept)
		}
		if other == tenant && (err != nil || calls != 2) || other != tenant && (!errors.Is(err, repository.ErrTaken) || calls != 1) {
			t.Errorf("%s: %v after %d calls", name, err, calls)
		}
	}
}

const attemptOfAnother = `INSERT INTO audit (tenant_id, principal, client_address, correlation_id, action, scope, outcome, at)
VALUES ('another', '', '', '', '', 'sub', 'Failed', now())`

// TestOwnerIsNotWhoTried: an attempt that changed nothing, which has no revision, makes a deleted subscription nobody else's.
func TestOwnerIsNotWhoTried(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	for _, next := range []*repository.Subscription{{Document: []byte(`{}`)}, nil} {
		if _, err := store.ChangeSubscription(t.Context(), tenant, group, audit(), func(*repository.Subscription) (*repository.Subscription, error) {
			return next, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, url, attemptOfAnother)
	if owner, err := store.TenantOf(t.Context(), group); err != nil || owner != tenant.Tenant {
		t.Errorf("the owner was %q, %v", owner, err)
	}
}
