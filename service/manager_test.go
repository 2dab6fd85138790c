// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/teststore"
	"github.com/corsgate/corsgate/repository"
)

const (
	sub   = "/subscriptions/00000000-0000-0000-0000-000000000001"
	group = sub + "/resourceGroups/demo"
	space = group + "/providers/Microsoft.HealthcareApis/workspaces/demo"
	fhir  = space + "/fhirservices/records"
)

// fixture is a manager on a real store, used by an operator.
type fixture struct {
	*Manager
	t     testing.TB
	store repository.Store
	who   auth.Principal
}

func newFixture(t testing.TB) *fixture {
	t.Helper()
	store := teststore.New(t)
	now := func() time.Time { return time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC) }
	check := func(u string) (*url.URL, error) {
		if strings.Contains(u, "bad") {
			return nil, errors.New("It is bad. Use a good one.")
		}
		return url.Parse(u)
	}
	f := &fixture{New(store, Options{Now: now, CheckUpstream: check}), t, store, auth.Principal{ID: "me", Kind: "User", Tenant: "t",
		Assignments: []auth.Assignment{{Role: auth.Operator, Scope: sub}}}}
	ctx, in := context.Background(), Input{Location: "westeurope", Document: []byte("{}")}
	_, err := f.PutGroup(ctx, f.grant(group, arm.ResourceGroups, arm.Write), in, Write{})
	_, err2 := f.PutWorkspace(ctx, f.grant(space, arm.Workspaces, arm.Write), in, Write{})
	_, err3 := f.PutFHIRService(ctx, f.grant(fhir, arm.FHIRServices, arm.Write), FHIRServiceInput{Input: in}, Write{})
	if err := errors.Join(err, err2, err3); err != nil {
		t.Fatal(err)
	}
	return f
}

func (f *fixture) grant(id string, kind arm.Type, verb arm.Verb) Grant {
	f.t.Helper()
	parsed, err := arm.ParseID(id)
	if err != nil {
		f.t.Fatal(err)
	}
	g, err := f.Authorize(f.who, arm.Action{Type: kind, Verb: verb}, parsed)
	if err != nil {
		f.t.Fatal(err)
	}
	return g
}

func (f *fixture) extension(kind arm.Type, verb arm.Verb) Grant {
	f.t.Helper()
	return f.grant(arm.ExtensionOf(fhir, kind), kind, verb)
}

func TestAuthorize(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	id, err := arm.ParseID(fhir)
	if err != nil {
		t.Fatal(err)
	}
	f.who.Assignments[0].Role = auth.Reader
	_, err = f.Authorize(f.who, arm.Action{Type: arm.FHIRServices, Verb: arm.Write}, id)
	var forbidden *ForbiddenError
	if !errors.As(err, &forbidden) || forbidden.Principal != "me" || forbidden.Scope != fhir {
		t.Errorf("error %v", err)
	}
}

// A grant is for one action: no use case runs with the grant for another.
func TestGrantsAreForOneAction(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	wrong := f.grant(fhir, arm.FHIRServices, arm.Read)
	other := f.grant(space, arm.Workspaces, arm.Read)
	uses := map[string]func() error{
		"Subscription":       func() error { _, err := f.Subscription(ctx, wrong); return err },
		"PutSubscription":    func() error { _, err := f.PutSubscription(ctx, wrong, Input{}, Write{}); return err },
		"DeleteSubscription": func() error { _, err := f.DeleteSubscription(ctx, wrong, Write{}); return err },
		"Group":              func() error { _, err := f.Group(ctx, wrong); return err },
		"ListGroups":         func() error { _, err := f.ListGroups(ctx, wrong, repository.Page{}); return err },
		"PatchGroup":         func() error { _, err := f.PatchGroup(ctx, wrong, nil, Write{}); return err },
		"ListResources":      func() error { _, err := f.ListResources(ctx, wrong, repository.Page{}); return err },
		"PatchWorkspace":     func() error { _, err := f.PatchWorkspace(ctx, wrong, nil, Write{}); return err },
		"PatchFHIRService":   func() error { _, err := f.PatchFHIRService(ctx, wrong, nil, Write{}); return err },
		"WorkspaceNameFault": func() error { _, err := f.WorkspaceNameFault(ctx, wrong, "demo"); return err },
		"PutGroup":           func() error { _, err := f.PutGroup(ctx, wrong, Input{}, Write{}); return err },
		"DeleteGroup":        func() error { _, err := f.DeleteGroup(ctx, wrong, Write{}); return err },
		"Workspace":          func() error { _, err := f.Workspace(ctx, wrong); return err },
		"ListWorkspaces":     func() error { _, err := f.ListWorkspaces(ctx, wrong, repository.Page{}); return err },
		"PutWorkspace":       func() error { _, err := f.PutWorkspace(ctx, wrong, Input{}, Write{}); return err },
		"DeleteWorkspace":    func() error { _, err := f.DeleteWorkspace(ctx, other, Write{}); return err },
		"FHIRService":        func() error { _, err := f.FHIRService(ctx, other); return err },
		"ListFHIRServices":   func() error { _, err := f.ListFHIRServices(ctx, other, repository.Page{}); return err },
		"PutFHIRService":     func() error { _, err := f.PutFHIRService(ctx, wrong, FHIRServiceInput{}, Write{}); return err },
		"DeleteFHIRService":  func() error { _, err := f.DeleteFHIRService(ctx, wrong, Write{}); return err },
		"CORSSettings":       func() error { _, err := f.CORSSettings(ctx, wrong); return err },
		"PutCORSSettings":    func() error { _, err := f.PutCORSSettings(ctx, wrong, []byte("{}"), Write{}); return err },
		"DeleteCORSSettings": func() error { _, err := f.DeleteCORSSettings(ctx, wrong, Write{}); return err },
		"Upstream":           func() error { _, err := f.Upstream(ctx, wrong); return err },
		"PutUpstream":        func() error { _, err := f.PutUpstream(ctx, wrong, repository.Upstream{}, Write{}); return err },
		"DeleteUpstream":     func() error { _, err := f.DeleteUpstream(ctx, wrong, Write{}); return err },
		"GatewaySettings":    func() error { _, err := f.GatewaySettings(ctx, wrong); return err },
		"PutGatewaySettings": func() error {
			_, err := f.PutGatewaySettings(ctx, wrong, repository.GatewaySettings{}, Write{})
			return err
		},
		"DeleteGatewaySettings": func() error { _, err := f.DeleteGatewaySettings(ctx, wrong, Write{}); return err },
	}
	for name, use := range uses {
		if err := use(); err == nil || !strings.Contains(err.Error(), "called with a grant for") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Of several who change the same version, one wins.
func TestOneOfManyWritersWins(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	record, err := f.FHIRService(ctx, f.grant(fhir, arm.FHIRServices, arm.Read))
	if err != nil {
		t.Fatal(err)
	}
	w := Write{Preconditions: arm.Preconditions{IfMatch: arm.QuoteETag(record.Meta.ETag)}}
	results := make([]error, 8)
	var writers sync.WaitGroup
	for i := range results {
		g := f.grant(fhir, arm.FHIRServices, arm.Write)
		document := []byte(`{"kind":"` + strings.Repeat("x", i+1) + `"}`)
		writers.Go(func() {
			_, results[i] = f.PutFHIRService(ctx, g, FHIRServiceInput{Input: Input{Document: document}}, w)
		})
	}
	writers.Wait()
	won := 0
	for _, err := range results {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, ErrPreconditionFailed):
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d of %d won", won, len(results))
	}
}

// Who did what is written with the change, and nothing is written where nothing changed.
func TestAudit(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	w := Write{ClientAddress: "192.0.2.1", CorrelationID: "c"}
	for range 2 {
		if _, err := f.PutCORSSettings(ctx, f.extension(arm.CORSSettings, arm.Write), []byte(`{"origins":["*"]}`), w); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.PutCORSSettings(ctx, f.extension(arm.CORSSettings, arm.Write), []byte(`{"origins":["null"]}`), w); err == nil {
		t.Fatal("bad settings were accepted")
	}
	g := f.grant(fhir, arm.FHIRServices, arm.Read)
	entries, err := f.store.History(ctx, g.scope(), g.key(), 0, 10)
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	e := entries[1]
	if e.Principal != "me" || e.ClientAddress != "192.0.2.1" || e.CorrelationID != "c" || e.Action != "Corsgate.Fhir/corsSettings/write" ||
		e.Tenant != "t" || e.Outcome != repository.Succeeded || !e.At.Equal(f.now()) {
		t.Errorf("entry %+v", e)
	}
}

// A group is audited as every other record is.
func TestAuditOfGroups(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	const other = group + "-other"
	w := Write{ClientAddress: "192.0.2.1", CorrelationID: "c"}
	put := f.grant(other, arm.ResourceGroups, arm.Write)
	for _, document := range []string{`{}`, `{}`, `{"tags":{"a":"b"}}`} {
		if _, err := f.PutGroup(ctx, put, Input{Location: "westeurope", Document: []byte(document)}, w); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.DeleteGroup(ctx, f.grant(other, arm.ResourceGroups, arm.Delete), w); err != nil {
		t.Fatal(err)
	}
	entries, err := f.store.History(ctx, put.scope(), put.key(), 0, 10)
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, action := range []string{"write", "write", "delete"} {
		e := entries[i]
		if e.Action != "Microsoft.Resources/resourceGroups/"+action || e.Principal != "me" || e.ClientAddress != "192.0.2.1" ||
			e.CorrelationID != "c" || (e.Before == nil) != (i == 0) || (e.After == nil) != (i == 2) {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
}
