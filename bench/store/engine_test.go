// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// engine does what is measured: it reads a service, and changes the CORS settings of one. Each n makes other settings.
type engine interface {
	read(ctx context.Context, service int) error
	write(ctx context.Context, service, n int) error
}

const (
	subscription = "00000000-0000-0000-0000-000000000001"
	group        = "demo"
	workspace    = "bench"
	tenant       = "tenant"
	services     = 32
)

func serviceName(service int) string { return fmt.Sprintf("service-%d", service) }

func key(service int) repository.Key {
	return repository.NewKey(subscription, group, workspace, serviceName(service))
}

func settings(n int) cors.Settings {
	return cors.Settings{
		Origins: []string{"https://app.example.org", "https://portal.example.org", "http://localhost:3000"},
		Headers: []string{"authorization", "content-type", "prefer", "if-match"},
		Methods: []string{"GET", "POST", "PUT", "PATCH", "DELETE"},
		MaxAge:  new(n),
	}
}

func audit() repository.Audit {
	return repository.Audit{Principal: "operator", ClientAddress: "192.0.2.1", CorrelationID: "66e7bb0d-41d8-4c85-ae22-5d9e3ea0cb4b",
		Action: "Corsgate.Fhir/corsSettings/write", At: time.Now()}
}

func stamp(at time.Time) repository.Stamp {
	return repository.Stamp{By: "operator", ByType: "Application", At: at}
}

// stored is a repository.Store as an engine.
type stored struct{ repository.Store }

func (s stored) read(ctx context.Context, service int) error {
	_, err := s.Service(ctx, repository.Scope{Tenant: tenant}, key(service))
	return err
}

func (s stored) write(ctx context.Context, service, n int) error {
	a := audit()
	edit := func(old *repository.Service) (*repository.Service, error) {
		next := *old
		next.Meta.Modified = stamp(a.At)
		meta := repository.Meta{Created: old.CORS.Meta.Created, Modified: stamp(a.At)}
		next.CORS = &repository.Part[cors.Settings]{Value: settings(n), Meta: meta}
		return &next, nil
	}
	_, err := s.ChangeService(ctx, repository.Scope{Tenant: tenant}, key(service), a, edit)
	return err
}

// furnish creates the services and what they are in.
func (s stored) furnish(ctx context.Context) error {
	scope, a := repository.Scope{Tenant: tenant}, audit()
	meta := repository.Meta{Created: stamp(a.At), Modified: stamp(a.At)}
	_, err := s.ChangeGroup(ctx, scope, key(0).GroupKey(), a, func(*repository.Group) (*repository.Group, error) {
		return &repository.Group{ID: id("resourceGroups", group), Location: "westeurope", Document: []byte(`{}`), Meta: meta}, nil
	})
	if err != nil {
		return err
	}
	_, err = s.ChangeWorkspace(ctx, scope, key(0).WorkspaceKey(), a, func(*repository.Workspace) (*repository.Workspace, error) {
		return &repository.Workspace{ID: id("workspaces", workspace), Location: "westeurope", Document: []byte(`{}`), Meta: meta}, nil
	})
	for service := 0; service < services && err == nil; service++ {
		_, err = s.ChangeService(ctx, scope, key(service), a, func(*repository.Service) (*repository.Service, error) {
			return &repository.Service{
				ID: id("fhirservices", serviceName(service)), Location: "westeurope", Meta: meta,
				Document: []byte(`{"kind":"fhir-R4","tags":{"team":"cardiology"},"properties":{"authenticationConfiguration":{}}}`),
				CORS:     &repository.Part[cors.Settings]{Value: settings(0), Meta: meta},
				Upstream: &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "https://fhir.example/base"}, Meta: meta},
			}, nil
		})
	}
	return err
}

// id is of about the length that such an id has.
func id(kind, name string) string {
	return "/subscriptions/" + subscription + "/resourceGroups/" + group + "/providers/Microsoft.HealthcareApis/" + kind + "/" + name
}
