// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// tags are the four ETags of a service; empty for a part that is absent.
type tags struct{ service, cors, upstream, gateway string }

func tagsOf(s *repository.Service) tags {
	t := tags{service: s.Meta.ETag}
	if s.CORS != nil {
		t.cors = s.CORS.Meta.ETag
	}
	if s.Upstream != nil {
		t.upstream = s.Upstream.Meta.ETag
	}
	if s.Gateway != nil {
		t.gateway = s.Gateway.Meta.ETag
	}
	return t
}

// renewed names the ETags that differ.
func renewed(before, after tags) string {
	names := ""
	for _, tag := range []struct{ name, before, after string }{
		{"service ", before.service, after.service}, {"cors ", before.cors, after.cors},
		{"upstream ", before.upstream, after.upstream}, {"gateway ", before.gateway, after.gateway},
	} {
		if tag.before != tag.after {
			names += tag.name
		}
	}
	return names
}

func serviceETags(t *testing.T, r *rig) {
	corsPart := func(origins ...string) *repository.Part[cors.Settings] {
		return &repository.Part[cors.Settings]{Value: cors.Settings{Origins: origins}}
	}
	upstream := func(url string) *repository.Part[repository.Upstream] {
		return &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: url}}
	}
	gateway := func(e repository.Enforcement) *repository.Part[repository.GatewaySettings] {
		return &repository.Part[repository.GatewaySettings]{Value: repository.GatewaySettings{Enforcement: e}}
	}
	steps := []struct {
		name   string
		change func(s *repository.Service)
		want   string
	}{
		{"cors added", func(s *repository.Service) { s.CORS = corsPart("https://a.example") }, "service cors "},
		{"upstream added", func(s *repository.Service) { s.Upstream = upstream("https://a.example") }, "upstream "},
		{"gateway added", func(s *repository.Service) { s.Gateway = gateway(repository.Advise) }, "gateway "},
		{"cors changed", func(s *repository.Service) { s.CORS = corsPart("https://b.example") }, "service cors "},
		{"cors only respelt", func(s *repository.Service) { s.CORS = corsPart("https://B.example") }, "service cors "},
		{"upstream changed", func(s *repository.Service) { s.Upstream = upstream("https://b.example") }, "upstream "},
		{"gateway changed", func(s *repository.Service) { s.Gateway = gateway(repository.Enforce) }, "gateway "},
		{"document changed", func(s *repository.Service) { s.Document = []byte(`{}`) }, "service "},
		{"id respelt", func(s *repository.Service) { s.ID = "/SUB-A" }, "service "},
		{"two at once", func(s *repository.Service) { s.Upstream, s.Gateway = upstream("u"), gateway("") }, "upstream gateway "},
		{"upstream removed", func(s *repository.Service) { s.Upstream = nil }, "upstream "},
		{"cors emptied", func(s *repository.Service) { s.CORS = corsPart([]string{}...) }, "service cors "},
		{"cors removed", func(s *repository.Service) { s.CORS = nil }, "service cors "},
	}
	before := tagsOf(r.put(t, "tags").After)
	for _, step := range steps {
		revision := r.read(t, at("tags")).Revision
		change := r.edit(t, at("tags"), step.change)
		after := tagsOf(r.read(t, at("tags")))
		expectSame(t, step.name, renewed(before, after), step.want)
		expectSame(t, step.name+": what the change tells", tagsOf(change.After), after)
		if change.Revision <= revision {
			t.Errorf("%s: revision %d after %d", step.name, change.Revision, revision)
		}
		before = after
	}
}

func groupETags(t *testing.T, r *rig) {
	before, err := r.store.Group(t.Context(), tenantA, groupA1)
	expectNil(t, "Group", err)
	same := r.putGroup(t, tenantA, groupA1)
	expectSame(t, "the same content: etag", same.After.Meta.ETag, before.Meta.ETag)
	expectSame(t, "the same content: revision", same.Revision, repository.Revision(0))
	last := before.Meta.ETag
	for name, change := range map[string]func(*repository.Group){
		"document": func(g *repository.Group) { g.Document = []byte(`{}`) },
		"location": func(g *repository.Group) { g.Location = "elsewhere" },
		"id":       func(g *repository.Group) { g.ID = "/SUB-A/ONE" },
	} {
		changed, err := r.store.ChangeGroup(t.Context(), tenantA, groupA1, someAudit(), func(old *repository.Group) (*repository.Group, error) {
			next := *old
			change(&next)
			return &next, nil
		})
		expectNil(t, "ChangeGroup", err)
		if changed.After.Meta.ETag == last || changed.Revision == 0 {
			t.Errorf("%s changed: %s", name, show(changed.After))
		}
		last = changed.After.Meta.ETag
	}
	r.put(t, "below")
	r.putWorkspace(t, tenantA, repository.NewKey("sub-a", "one", "below"))
	after, err := r.store.Group(t.Context(), tenantA, groupA1)
	expectNil(t, "Group", err)
	expectSame(t, "what is below is no change of it", after.Meta.ETag, last)
}

func workspaceETags(t *testing.T, r *rig) {
	before, err := r.store.Workspace(t.Context(), tenantA, home)
	expectNil(t, "Workspace", err)
	same := r.putWorkspace(t, tenantA, home)
	expectSame(t, "the same content: etag", same.After.Meta.ETag, before.Meta.ETag)
	expectSame(t, "the same content: revision", same.Revision, repository.Revision(0))
	changed, err := r.store.ChangeWorkspace(t.Context(), tenantA, home, someAudit(), func(old *repository.Workspace) (*repository.Workspace, error) {
		next := *old
		next.Document = []byte(`{}`)
		return &next, nil
	})
	expectNil(t, "ChangeWorkspace", err)
	if changed.After.Meta.ETag == before.Meta.ETag || changed.Revision == 0 {
		t.Errorf("the changed workspace: %s", show(changed.After))
	}
	service := r.put(t, "below").After
	after, err := r.store.Workspace(t.Context(), tenantA, home)
	expectNil(t, "Workspace", err)
	expectSame(t, "a service below is no change of it", after.Meta.ETag, changed.After.Meta.ETag)
	r.putWorkspace(t, tenantA, home)
	expectSame(t, "nor the other way round", r.read(t, at("below")).Meta.ETag, service.Meta.ETag)
}

// etagsNeverReturn: not with the content that they stood for, nor with a record made anew.
func etagsNeverReturn(t *testing.T, r *rig) {
	seen := map[string]bool{}
	for round := range 10 {
		etag := r.edit(t, at("phoenix"), move(round%2)).After.Meta.ETag
		if seen[etag] {
			t.Fatalf("round %d: ETag %s again", round, etag)
		}
		seen[etag] = true
		if round%3 == 2 {
			r.remove(t, "phoenix")
		}
	}
}
