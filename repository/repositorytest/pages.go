// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/corsgate/corsgate/repository"
)

func (r *rig) services(t testing.TB, after string, limit int) []string {
	t.Helper()
	page := repository.Page{Limit: limit}
	if after != "" {
		page.After = at(after)
	}
	list, err := r.store.ListServices(t.Context(), tenantA, home, page)
	expectNil(t, "ListServices", err)
	var names []string
	for _, s := range list {
		names = append(names, s.Key.Service)
	}
	return names
}

// orderOfLists: byte by byte, not as a locale sorts, so that all stores page alike.
func orderOfLists(t *testing.T, r *rig) {
	sorted := []string{"a", "a-b", "a-z", "a0", "ab", "ab-", "b", "z9"}
	for _, i := range []int{3, 0, 7, 5, 1, 6, 2, 4} {
		r.put(t, sorted[i])
	}
	expectSame(t, "all", r.services(t, "", 100), sorted)
	expectSame(t, "a page", r.services(t, "a-b", 3), sorted[2:5])
	expectSame(t, "after a name that is not there", r.services(t, "aa", 2), sorted[4:6])
	expectSame(t, "after the last", len(r.services(t, "z9", 10)), 0)
	expectSame(t, "no room", len(r.services(t, "", 0)), 0)
}

// pagesWhileRowsChange: what stays is listed once, whatever comes and goes between two pages.
func pagesWhileRowsChange(t *testing.T, r *rig) {
	var lasting []string
	for i := range 20 {
		lasting = append(lasting, fmt.Sprintf("s%02d-stays", i))
		r.put(t, lasting[i])
		r.put(t, fmt.Sprintf("s%02d-goes", i))
	}
	var seen []string
	for after, round := "", 0; round < 100; round++ {
		page := r.services(t, after, 3)
		if len(page) == 0 {
			break
		}
		seen = append(seen, page...)
		after = page[len(page)-1]
		if round < 10 {
			r.put(t, fmt.Sprintf("a%02d-before", round))
			r.put(t, fmt.Sprintf("s%02d-within", 2*round))
			r.remove(t, fmt.Sprintf("s%02d-goes", round))
			r.remove(t, fmt.Sprintf("s%02d-goes", 19-round))
		}
	}
	if !slices.IsSorted(seen) || len(slices.Compact(slices.Clone(seen))) != len(seen) {
		t.Errorf("out of order or twice: %v", seen)
	}
	for _, name := range lasting {
		if !slices.Contains(seen, name) {
			t.Errorf("%s was never listed", name)
		}
	}
}

func workspacesByPage(t *testing.T, r *rig) {
	for _, name := range []string{"beta", "alpha"} {
		r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "two", name))
		r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "one", "z"+name))
	}
	r.putWorkspace(t, tenantB, repository.NewKey("sub-b", "one", "aaa"))
	list := func(within repository.Key, page repository.Page) (keys []string) {
		workspaces, err := r.store.ListWorkspaces(t.Context(), tenantA, within, page)
		expectNil(t, "ListWorkspaces", err)
		for _, w := range workspaces {
			keys = append(keys, w.Key.String())
		}
		return keys
	}
	all := []string{"sub-a/one/home", "sub-a/one/zalpha", "sub-a/one/zbeta", "sub-a/two/alpha", "sub-a/two/beta"}
	subscription := repository.NewKey("sub-a")
	expectSame(t, "the subscription's", list(subscription, repository.Page{Limit: 10}), all)
	expectSame(t, "the first page", list(subscription, repository.Page{Limit: 2}), all[:2])
	second := repository.Page{After: repository.NewKey("sub-a", "one", "zalpha"), Limit: 2}
	expectSame(t, "the second page", list(subscription, second), all[2:4])
	expectSame(t, "a group's", list(groupA2, repository.Page{Limit: 10}), all[3:])
	expectSame(t, "a group's second page", list(groupA1, repository.Page{After: home, Limit: 10}), all[1:3])
	expectSame(t, "of none", len(list(repository.NewKey("none"), repository.Page{Limit: 10})), 0)
}
