// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// The sample data of --dev: two tenants, and in the first a service in front of the sample FHIR server.
const (
	sampleGroup     = "/subscriptions/" + firstSubscription + "/resourceGroups/demo"
	otherGroup      = "/subscriptions/" + secondSubscription + "/resourceGroups/demo"
	sampleWorkspace = sampleGroup + "/providers/Microsoft.HealthcareApis/workspaces/demo"
	sampleService   = sampleWorkspace + "/fhirservices/records"
	sampleHost      = "demo-records"
)

// seed makes the sample data where it is absent. The upstream is set each time: the sample server may have moved.
func (s *server) seed(ctx context.Context, upstream string) error {
	if err := errors.Join(s.seedGroup(ctx, sampleGroup), s.seedGroup(ctx, otherGroup)); err != nil {
		return err
	}
	if err := s.seedService(ctx); err != nil {
		return err
	}
	grant, err := s.seedGrant(arm.Upstreams, arm.Write, arm.ExtensionOf(sampleService, arm.Upstreams))
	if err != nil {
		return err
	}
	_, err = s.manager.PutUpstream(ctx, grant, repository.Upstream{URL: upstream}, service.Write{})
	return err
}

// onlyNew leaves existing resources alone: their owner may have changed them.
func onlyNew() service.Write {
	return service.Write{Preconditions: arm.Preconditions{IfNoneMatch: "*"}}
}

// unlessThere forgives what onlyNew refuses.
func unlessThere(err error) error {
	if errors.Is(err, service.ErrPreconditionFailed) {
		return nil
	}
	return err
}

func (s *server) seedGroup(ctx context.Context, path string) error {
	group, err := s.seedGrant(arm.ResourceGroups, arm.Write, path)
	if err != nil {
		return err
	}
	_, err = s.manager.PutGroup(ctx, group, service.Input{Location: "westeurope", Document: []byte(`{}`)}, onlyNew())
	return unlessThere(err)
}

func (s *server) seedService(ctx context.Context) error {
	workspace, err := s.seedGrant(arm.Workspaces, arm.Write, sampleWorkspace)
	if err != nil {
		return err
	}
	in := service.Input{Location: "westeurope", Document: []byte(`{}`)}
	if _, err := s.manager.PutWorkspace(ctx, workspace, in, onlyNew()); unlessThere(err) != nil {
		return err
	}
	records, err := s.seedGrant(arm.FHIRServices, arm.Write, sampleService)
	if err != nil {
		return err
	}
	in.Document = []byte(`{"kind":"fhir-R4"}`)
	_, err = s.manager.PutFHIRService(ctx, records, service.FHIRServiceInput{Input: in}, onlyNew())
	return unlessThere(err)
}

// seedGrant is the right of the set-up itself.
func (s *server) seedGrant(t arm.Type, verb arm.Verb, path string) (service.Grant, error) {
	id, err := arm.ParseID(path)
	if err != nil {
		return service.Grant{}, err
	}
	setup := auth.Principal{ID: "dev-setup", Kind: "Application", Tenant: auth.LocalTenant(id.Subscription),
		Assignments: []auth.Assignment{{Role: auth.Operator, Scope: "/subscriptions/" + id.Subscription}}}
	return s.manager.Authorize(setup, arm.Action{Type: t, Verb: verb}, id)
}
