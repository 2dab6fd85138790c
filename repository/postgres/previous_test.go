// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"testing"

	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/repositorytest"
)

// schemaBefore is a database of the schema before the present one; of none if that is 0.
func schemaBefore(t *testing.T, version int) string {
	t.Helper()
	url := newDatabase(t)
	down(t, url, version)
	return url
}

// TestOlderSchema: the store refuses to work on it and says what to do; it works as soon as that was done.
func TestOlderSchema(t *testing.T) {
	t.Parallel()
	for name, version := range map[string]int{"no schema": 0, "the schema before": latestSchema - 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := schemaBefore(t, version)
			store := opened(t, as(t, url, appUser), Options{})
			calls := repositorytest.Calls(store)
			calls["CheckSchema"] = store.CheckSchema
			for method, call := range calls {
				err := call(t.Context())
				if !errors.Is(err, repository.ErrUnavailable) || !errors.Is(err, ErrSchema) || !containsAll(err, "`corsgate migrate up`") {
					t.Errorf("%s: %v", method, err)
				}
			}
			up(t, url)
			for method, call := range calls {
				if err := call(t.Context()); errors.Is(err, repository.ErrUnavailable) {
					t.Errorf("%s afterwards: %v", method, err)
				}
			}
			furnish(t, store)
		})
	}
}

// TestSchemaTakenBack: somebody migrates down under a store that has seen the schema fit.
func TestSchemaTakenBack(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	store := opened(t, as(t, url, appUser), Options{})
	furnish(t, store)
	down(t, url, 0)
	if err := store.Ping(t.Context()); !errors.Is(err, repository.ErrUnavailable) {
		t.Errorf("the first call: %v", err)
	}
	if err := store.Ping(t.Context()); !errors.Is(err, ErrSchema) || !containsAll(err, "`corsgate migrate up`") {
		t.Errorf("the second call: %v", err)
	}
	up(t, url)
	furnish(t, store)
}

// TestFollowOnly: a gateway that was upgraded before the database follows what the older API writes, and goes on
// when the database is migrated.
func TestFollowOnly(t *testing.T) {
	t.Parallel()
	url := newDatabase(t)
	furnish(t, opened(t, as(t, url, appUser), Options{}))
	down(t, url, latestSchema-1)
	writer := opened(t, as(t, url, appUser), Options{FollowOnly: true}) // stands for the older API
	gateway := opened(t, as(t, url, gatewayUser), Options{FollowOnly: true})
	if err := gateway.CheckSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	f := follow(t, gateway)
	f.expectAfter(t, func() { mustPut(t, writer, records, "one") }, "home-records")
	f.expectAfter(t, func() { mustPut(t, writer, other, "two") }, "home-other home-records")
	f.expectAfter(t, func() { remove(t, writer, records) }, "home-other")
	up(t, url)
	f.expectAfter(t, func() { mustPut(t, writer, records, "three") }, "home-other home-records")

	twoBehind := schemaBefore(t, 0)
	if err := opened(t, twoBehind, Options{FollowOnly: true}).CheckSchema(t.Context()); !errors.Is(err, ErrSchema) {
		t.Errorf("a schema before the previous one: %v", err)
	}
}
