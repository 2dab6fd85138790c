// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/teststore"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// somebody is who every token proves.
type somebody auth.Principal

func (s somebody) Verify(context.Context, string) (auth.Principal, error) {
	return auth.Principal(s), nil
}

// whoever is the same world where every token proves the principal.
func (w *world) whoever(p auth.Principal) *world { return w.serving(somebody(p), Options{}) }

// ofAnotherTenant is the same world to an operator of the first subscription whose tenant is another.
func (w *world) ofAnotherTenant() *world {
	return w.whoever(auth.Principal{ID: "stranger", Kind: "User", Tenant: "another",
		Assignments: []auth.Assignment{{Role: auth.Operator, Scope: "/subscriptions/" + sub1}}})
}

// limited is the same world behind limits, of which nothing has been used.
func (w *world) limited(limits Limits) *world {
	return w.serving(w.verifier(), Options{Limits: limits})
}

// broken is the same world with code that fails: the store's, and the verifier's where no store is asked.
func (w *world) broken() *world {
	sub := *w
	sub.manager = service.New(struct{ service.Store }{}, service.Options{Now: w.now})
	return sub.serving(w.verifier(), Options{})
}

// unverifiable is the same world where nobody's token can be looked at for a failure in the code.
func (w *world) unverifiable() *world { return w.serving(broken{}, Options{}) }

// away is the same world whose store cannot be reached.
func (w *world) away() *world {
	w.t.Helper()
	store := teststore.New(w.t)
	if err := store.Close(); err != nil {
		w.t.Fatal(err)
	}
	return w.on(store)
}

// on is the same world on another store.
func (w *world) on(store repository.Store) *world {
	sub := *w
	sub.store, sub.manager = store, service.New(store, service.Options{Now: w.now})
	return sub.serving(w.verifier(), Options{})
}
