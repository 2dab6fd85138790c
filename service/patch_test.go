// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"
	"errors"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/repository"
)

var errRevise = errors.New("cannot be revised")

// A patch is made of what is stored, after the preconditions and before anything else.
func TestPatch(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	stale := Write{Preconditions: arm.Preconditions{IfMatch: `"stale"`}}
	for name, patch := range map[string]func(id string, revise Revise, w Write) (etag string, err error){
		group: func(id string, revise Revise, w Write) (string, error) {
			r, err := f.PatchGroup(ctx, f.grant(id, arm.ResourceGroups, arm.Write), revise, w)
			if err != nil {
				return "", err
			}
			return r.Record.Meta.ETag, nil
		},
		space: func(id string, revise Revise, w Write) (string, error) {
			r, err := f.PatchWorkspace(ctx, f.grant(id, arm.Workspaces, arm.Write), revise, w)
			if err != nil {
				return "", err
			}
			return r.Record.Meta.ETag, nil
		},
		fhir: func(id string, revise Revise, w Write) (string, error) {
			r, err := f.PatchFHIRService(ctx, f.grant(id, arm.FHIRServices, arm.Write), func(old *repository.Service) (FHIRServiceInput, error) {
				in, err := revise(old.Location, old.Document)
				return FHIRServiceInput{Input: in}, err
			}, w)
			if err != nil {
				return "", err
			}
			return r.Record.Meta.ETag, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			same := func(location string, document []byte) (Input, error) {
				if location != "westeurope" || string(document) != "{}" {
					t.Errorf("revised are %q and %s", location, document)
				}
				return Input{Location: location, Document: document}, nil
			}
			before, err := patch(name, same, Write{})
			if err != nil {
				t.Fatal(err)
			}
			never := func(string, []byte) (Input, error) { return Input{}, errRevise }
			if _, err := patch(name, never, stale); !errors.Is(err, ErrPreconditionFailed) {
				t.Errorf("a stale patch: %v", err)
			}
			if _, err := patch(name, never, Write{}); !errors.Is(err, errRevise) {
				t.Errorf("a patch that cannot be: %v", err)
			}
			elsewhere := func(string, []byte) (Input, error) { return Input{Location: "eastus"}, nil }
			var invalid *InvalidError
			if _, err := patch(name, elsewhere, Write{}); !errors.As(err, &invalid) || invalid.Code != arm.InvalidResourceLocation {
				t.Errorf("a patch of the location: %v", err)
			}
			if after, err := patch(name, same, Write{}); err != nil || after != before {
				t.Errorf("ETag %s, was %s, %v", after, before, err)
			}
			if _, err := patch(name+"none", never, stale); !errors.Is(err, repository.ErrNotFound) {
				t.Errorf("a patch of nothing: %v", err)
			}
		})
	}
}

// What the caller has no words for is carried over; on creation there is nothing of it.
func TestCarry(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	var carried []string
	in := Input{Location: "westeurope", Document: []byte(`{"a":1}`), Carry: func(old, next []byte) ([]byte, error) {
		carried = append(carried, string(old)+string(next))
		return []byte(`{"both":1}`), nil
	}}
	created, err := f.PutWorkspace(ctx, f.grant(space+"2", arm.Workspaces, arm.Write), in, Write{})
	if err != nil {
		t.Fatal(err)
	}
	replaced, err := f.PutWorkspace(ctx, f.grant(space+"2", arm.Workspaces, arm.Write), in, Write{})
	if err != nil {
		t.Fatal(err)
	}
	if len(carried) < 2 || carried[0] != `{}{"a":1}` || carried[len(carried)-1] != `{"both":1}{"a":1}` {
		t.Errorf("carried are %q", carried)
	}
	if created.Record.Meta.ETag != replaced.Record.Meta.ETag || string(replaced.Record.Document) != `{"both":1}` {
		t.Errorf("%+v, then %+v", created.Record, replaced.Record)
	}
}

// A subscription is one tenant's, whoever else has rights on it.
func TestSubscriptionOfAnotherTenant(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	f.who.Tenant = "another"
	put := f.grant(sub, arm.Subscriptions, arm.Write)
	var invalid *InvalidError
	if _, err := f.PutSubscription(ctx, put, Input{Document: []byte("{}")}, Write{}); !errors.As(err, &invalid) || invalid.Code != arm.SubscriptionUnavailable {
		t.Errorf("PUT of the subscription: %v", err)
	}
	if _, err := f.PutGroup(ctx, f.grant(group+"2", arm.ResourceGroups, arm.Write), Input{Location: "x"}, Write{}); !errors.As(err, &invalid) || invalid.Code != arm.SubscriptionUnavailable {
		t.Errorf("PUT of a group: %v", err)
	}
	never := func(string, []byte) (Input, error) { return Input{}, errRevise }
	if _, err := f.PatchGroup(ctx, f.grant(group, arm.ResourceGroups, arm.Write), never, Write{}); !errors.Is(err, repository.ErrNotFound) {
		t.Errorf("PATCH of a group: %v", err)
	}
	if d, err := f.DeleteSubscription(ctx, f.grant(sub, arm.Subscriptions, arm.Delete), Write{}); err != nil || d.Existed {
		t.Errorf("DELETE of the subscription: %+v, %v", d, err)
	}
	if d, err := f.DeleteGroup(ctx, f.grant(group, arm.ResourceGroups, arm.Delete), Write{}); err != nil || d.Existed {
		t.Errorf("DELETE of a group: %+v, %v", d, err)
	}
	if list, err := f.ListSubscriptions(ctx, f.who, repository.Page{Limit: 10}); err != nil || len(list.Records) != 0 || list.More {
		t.Errorf("lists %+v, %v", list, err)
	}
}

func TestWorkspaceNameFault(t *testing.T) {
	t.Parallel()
	f, ctx := newFixture(t), context.Background()
	id, err := arm.ParseID(sub)
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Authorize(f.who, arm.Action{Type: arm.NameAvailability, Verb: arm.Read}, id)
	if err != nil {
		t.Fatal(err)
	}
	f.who = auth.Principal{}
	for name, check := range map[string]func(error) bool{
		"free": func(err error) bool { return err == nil },
		"demo": func(err error) bool { return errors.Is(err, repository.ErrTaken) },
		"De-mo": func(err error) bool {
			var invalid *InvalidError
			return errors.As(err, &invalid) && invalid.Code == arm.InvalidResourceName
		},
	} {
		if fault, err := f.WorkspaceNameFault(ctx, g, name); err != nil || !check(fault) {
			t.Errorf("%s: %v, %v", name, fault, err)
		}
	}
}
