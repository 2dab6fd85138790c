// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// pager lists the keys of one page.
type pager func(page repository.Page) []string

// keysOf runs one list.
func keysOf[T any](t testing.TB, key func(*T) repository.Key, list func(repository.Page) ([]*T, error)) pager {
	return func(page repository.Page) (keys []string) {
		t.Helper()
		records, err := list(page)
		expectNil(t, "a list", err)
		for _, record := range records {
			keys = append(keys, key(record).String())
		}
		return keys
	}
}

// expectPages goes through a list in pages of each size, and wants them to be all of it, in order.
func expectPages(t testing.TB, what string, list pager, all []repository.Key) {
	t.Helper()
	var want []string
	for _, key := range all {
		want = append(want, key.String())
	}
	for size := 1; size <= len(all)+1; size++ {
		var got []string
		page := repository.Page{Limit: size}
		for {
			keys := list(page)
			got = append(got, keys...)
			if len(keys) < size || len(got) > len(all) {
				break
			}
			page.After = all[len(got)-1]
		}
		expectSame(t, what, got, want)
	}
	expectSame(t, what+": no room", len(list(repository.Page{})), 0)
}

func subscriptionsByPage(t *testing.T, r *rig) {
	for _, name := range []string{"sub-z", "sub-a-b", "sub-a0"} {
		r.editSubscription(t, tenantA, repository.NewKey(name), func(*repository.Subscription) {})
	}
	r.editSubscription(t, tenantB, repository.NewKey("sub-aa"), func(*repository.Subscription) {})
	list := keysOf(t, func(s *repository.Subscription) repository.Key { return s.Key }, func(page repository.Page) ([]*repository.Subscription, error) {
		return r.store.ListSubscriptions(t.Context(), tenantA, page)
	})
	expectPages(t, "the tenant's", list, []repository.Key{subA, repository.NewKey("sub-a-b"), repository.NewKey("sub-a0"), repository.NewKey("sub-z")})
	expectSame(t, "after one that is not there", list(repository.Page{After: repository.NewKey("sub-b"), Limit: 10}), []string{"sub-z"})
	listed, err := r.store.ListSubscriptions(t.Context(), tenantA, repository.Page{Limit: 1})
	expectNil(t, "ListSubscriptions", err)
	got, err := r.store.Subscription(t.Context(), tenantA, subA)
	expectNil(t, "Subscription", err)
	expectSame(t, "what a list has", plainSubscription(listed[0]), plainSubscription(got))
}

func groupsByPage(t *testing.T, r *rig) {
	for _, name := range []string{"z", "on", "one-more", "one0"} {
		r.putGroup(t, tenantA, repository.NewKey("sub-a", name))
	}
	r.putGroup(t, tenantA, repository.NewKey("sub-a2", "oo"))
	list := keysOf(t, func(g *repository.Group) repository.Key { return g.Key }, func(page repository.Page) ([]*repository.Group, error) {
		return r.store.ListGroups(t.Context(), tenantA, subA, page)
	})
	var all []repository.Key
	for _, name := range []string{"on", "one", "one-more", "one0", "two", "z"} {
		all = append(all, repository.NewKey("sub-a", name))
	}
	expectPages(t, "the subscription's", list, all)
	expectSame(t, "after one that is not there", list(repository.Page{After: repository.NewKey("sub-a", "p"), Limit: 1}), []string{"sub-a/two"})
	listed, err := r.store.ListGroups(t.Context(), tenantA, groupA2, repository.Page{After: all[0], Limit: 1})
	expectNil(t, "ListGroups", err)
	got, err := r.store.Group(t.Context(), tenantA, groupA1)
	expectNil(t, "Group", err)
	expectSame(t, "what a list has", plainGroup(listed[0]), plainGroup(got))
}

// servicesOfGroupByPage: by workspace and then by name, which is not the order of the paths.
func servicesOfGroupByPage(t *testing.T, r *rig) {
	paths := [][2]string{{"a", "z"}, {"a-b", "a"}, {"a-b", "c"}, {"a0", "a"}, {"home", "a"}, {"home", "b"}, {"home", "c"}}
	var all []repository.Key
	for _, path := range paths {
		all = append(all, repository.NewKey("sub-a", "one", path[0], path[1]))
	}
	for _, i := range []int{3, 0, 6, 5, 1, 2, 4} {
		r.putWorkspace(t, tenantA, all[i].WorkspaceKey())
		r.edit(t, all[i], func(*repository.Service) {})
	}
	r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "one", "empty"))
	elsewhere := repository.NewKey("sub-a", "two", "b", "b")
	r.putWorkspace(t, tenantA, elsewhere.WorkspaceKey())
	r.edit(t, elsewhere, func(*repository.Service) {})
	services := func(key repository.Key) pager {
		return keysOf(t, func(s *repository.Service) repository.Key { return s.Key }, func(page repository.Page) ([]*repository.Service, error) {
			return r.store.ListServices(t.Context(), tenantA, key, page)
		})
	}
	heads := func(group repository.Key) pager {
		return keysOf(t, func(h *repository.ServiceHead) repository.Key { return h.Key }, func(page repository.Page) ([]*repository.ServiceHead, error) {
			return r.store.ListServiceHeads(t.Context(), tenantA, group, page)
		})
	}
	expectPages(t, "the group's heads", heads(groupA1), all)
	expectPages(t, "another group's heads", heads(groupA2), []repository.Key{elsewhere})
	expectPages(t, "no group's heads", heads(repository.NewKey("sub-a", "none")), nil)
	expectPages(t, "a workspace's", services(home), all[4:])
	gone := repository.Page{After: repository.NewKey("sub-a", "one", "b", "zzz"), Limit: 1}
	expectSame(t, "heads after one that is not there", heads(groupA1)(gone), []string{"sub-a/one/home/a"})
}

// serviceHeads are what the services are, without what hangs on them.
func serviceHeads(t *testing.T, r *rig) {
	r.edit(t, at("s"), func(s *repository.Service) {
		s.Document, s.Meta.Created = []byte(`{ "tags" : {"a":"\u00e4"} }`), repository.Stamp{By: "maker", ByType: "User", At: time.Now()}
		s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{"https://app.example"}}}
	})
	listed, err := r.store.ListServiceHeads(t.Context(), tenantA, groupA1, repository.Page{Limit: 10})
	expectNil(t, "ListServiceHeads", err)
	whole := r.read(t, at("s"))
	for _, h := range listed {
		h.Meta = plainMeta(h.Meta)
	}
	expectSame(t, "the heads", listed, []*repository.ServiceHead{{Key: whole.Key, ID: whole.ID, Location: whole.Location,
		Document: whole.Document, Meta: plainMeta(whole.Meta)}})
}
