// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

func groupLife(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("sub-a", "life")
	created := r.putGroup(t, tenantA, key)
	if created.Before != nil || created.Revision == 0 || created.After.Meta.ETag == "" {
		t.Errorf("creation: %s", show(created))
	}
	want := newGroup(key)
	want.Key, want.Tenant, want.Meta, want.Revision = key, tenantA.Tenant, created.After.Meta, created.Revision
	got, err := r.store.Group(ctx, tenantA, key)
	expectNil(t, "read", err)
	expectSame(t, "content", plainGroup(got), plainGroup(want))

	updated, err := r.store.ChangeGroup(ctx, tenantA, key, someAudit(), func(old *repository.Group) (*repository.Group, error) {
		next := *old
		next.Document = []byte(`{ "tags" : {} }`)
		return &next, nil
	})
	expectNil(t, "update", err)
	expectSame(t, "before the update", plainGroup(updated.Before), plainGroup(want))
	got, err = r.store.Group(ctx, tenantA, key)
	expectNil(t, "read", err)
	expectSame(t, "updated", plainGroup(got), plainGroup(updated.After))
	expectSame(t, "document", string(got.Document), `{ "tags" : {} }`)

	deleted, err := r.store.ChangeGroup(ctx, tenantA, key, someAudit(), removing[repository.Group])
	expectNil(t, "delete", err)
	if deleted.After != nil || deleted.Before == nil || deleted.Revision != updated.Revision+1 {
		t.Errorf("deletion: %s", show(deleted))
	}
	_, err = r.store.Group(ctx, tenantA, key)
	expectError(t, "read of the deleted", err, repository.ErrNotFound)
	expectNil(t, "Ping", r.store.Ping(ctx))
}

func absentRecords(t *testing.T, r *rig) {
	ctx := t.Context()
	_, err := r.store.Workspace(ctx, tenantA, repository.NewKey("sub-a", "one", "none"))
	expectError(t, "Workspace", err, repository.ErrNotFound)
	_, err = r.store.Service(ctx, tenantA, at("none"))
	expectError(t, "Service", err, repository.ErrNotFound)
	_, err = r.store.Group(ctx, tenantA, repository.NewKey("sub-a", "none"))
	expectError(t, "Group", err, repository.ErrNotFound)
	_, err = r.store.Subscription(ctx, tenantA, repository.NewKey("sub-none"))
	expectError(t, "Subscription", err, repository.ErrNotFound)
	groups, err := r.store.ListGroups(ctx, tenantA, repository.NewKey("sub-none"), repository.Page{Limit: 10})
	if err != nil || len(groups) != 0 {
		t.Errorf("ListGroups of no subscription: %d, %v", len(groups), err)
	}
	list, err := r.store.ListServices(ctx, tenantA, repository.NewKey("sub-a", "one", "none"), repository.Page{Limit: 10})
	if err != nil || len(list) != 0 {
		t.Errorf("ListServices of no workspace: %d, %v", len(list), err)
	}
	group, err := r.store.ChangeGroup(ctx, tenantA, repository.NewKey("sub-a", "none"), someAudit(), removing[repository.Group])
	expectNil(t, "ChangeGroup", err)
	expectSame(t, "deletion of no group", group, repository.Change[repository.Group]{})
	change := r.remove(t, "none")
	expectSame(t, "deletion of nothing", change, repository.Change[repository.Service]{})
}

func workspaceLife(t *testing.T, r *rig) {
	ctx, key := t.Context(), repository.NewKey("sub-a", "two", "life")
	created := r.putWorkspace(t, tenantA, key)
	if created.Before != nil || created.Revision == 0 || created.After.Meta.ETag == "" {
		t.Errorf("creation: %s", show(created))
	}
	got, err := r.store.Workspace(ctx, tenantA, key)
	expectNil(t, "read", err)
	expectSame(t, "read", plainWorkspace(got), plainWorkspace(created.After))
	want := newWorkspace(key)
	want.Key, want.Tenant, want.Meta, want.Revision = key, tenantA.Tenant, created.After.Meta, created.Revision
	expectSame(t, "content", plainWorkspace(got), plainWorkspace(want))

	updated, err := r.store.ChangeWorkspace(ctx, tenantA, key, someAudit(), func(old *repository.Workspace) (*repository.Workspace, error) {
		next := *old
		next.Document = []byte(`{ "tags" : {} }`)
		return &next, nil
	})
	expectNil(t, "update", err)
	expectSame(t, "before the update", plainWorkspace(updated.Before), plainWorkspace(created.After))
	got, err = r.store.Workspace(ctx, tenantA, key)
	expectNil(t, "read", err)
	expectSame(t, "document", string(got.Document), `{ "tags" : {} }`)

	deleted, err := r.store.ChangeWorkspace(ctx, tenantA, key, someAudit(), removing[repository.Workspace])
	expectNil(t, "delete", err)
	if deleted.After != nil || deleted.Before == nil || deleted.Revision != updated.Revision+1 {
		t.Errorf("deletion: %s", show(deleted))
	}
	_, err = r.store.Workspace(ctx, tenantA, key)
	expectError(t, "read of the deleted", err, repository.ErrNotFound)
}

func serviceLife(t *testing.T, r *rig) {
	key := at("life")
	created := r.put(t, "life")
	if created.Before != nil || created.Revision == 0 || created.After.Meta.ETag == "" {
		t.Errorf("creation: %s", show(created))
	}
	want := newService(key)
	want.Key, want.Tenant, want.Meta, want.Revision = key, tenantA.Tenant, created.After.Meta, created.Revision
	expectSame(t, "created", plain(r.read(t, key)), plain(want))

	updated := r.edit(t, key, func(s *repository.Service) {
		s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Origins: []string{"https://a.example"}}}
		s.Upstream = &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "https://fhir.example/base"}}
		s.Gateway = &repository.Part[repository.GatewaySettings]{Value: repository.GatewaySettings{Enforcement: repository.Enforce}}
	})
	expectSame(t, "before the update", plain(updated.Before), plain(want))
	got := r.read(t, key)
	expectSame(t, "updated", plain(got), plain(updated.After))
	expectSame(t, "origins", got.CORS.Value.Origins, []string{"https://a.example"})
	expectSame(t, "upstream", got.Upstream.Value.URL, "https://fhir.example/base")
	expectSame(t, "gateway", got.Gateway.Value, repository.GatewaySettings{Enforcement: repository.Enforce})

	r.edit(t, key, func(s *repository.Service) { s.Upstream = nil })
	if got := r.read(t, key); got.Upstream != nil || got.CORS == nil || got.Gateway == nil {
		t.Errorf("without its upstream: %s", show(got))
	}
	deleted := r.remove(t, "life")
	if deleted.After != nil || deleted.Before == nil || deleted.Revision != updated.Revision+2 {
		t.Errorf("deletion: %s", show(deleted))
	}
	_, err := r.store.Service(t.Context(), tenantA, key)
	expectError(t, "read of the deleted", err, repository.ErrNotFound)
}

func idsWithoutCase(t *testing.T, r *rig) {
	upper := repository.NewKey("SUB-A", "One", "HOME", "Records")
	r.edit(t, upper, func(s *repository.Service) { s.ID = "/SUB-A/One/HOME/Records" })
	got := r.read(t, repository.NewKey("sub-a", "ONE", "home", "rEcOrDs"))
	expectSame(t, "key", got.Key, at("records"))
	expectSame(t, "the spelling to display", got.ID, "/SUB-A/One/HOME/Records")
	second := r.edit(t, at("RECORDS"), move(1))
	if second.Before == nil {
		t.Error("another case made another record")
	}
	group, err := r.store.Group(t.Context(), tenantA, repository.NewKey("SUB-A", "ONE"))
	expectNil(t, "Group", err)
	expectSame(t, "group", group.Key, groupA1)
	if r.putGroup(t, tenantA, repository.NewKey("Sub-A", "One")).Before == nil {
		t.Error("another case made another group")
	}
}
