// SPDX-License-Identifier: Apache-2.0

package service

import (
	"context"
	"errors"
	"fmt"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// Extension is a resource that hangs on a FHIR service.
type Extension[T any] struct {
	repository.Part[T]
	Revision repository.Revision
}

// extension says how one kind of extension resource is kept in its service's record.
type extension[T any] struct {
	kind  arm.Type
	get   func(*repository.Service) *repository.Part[T]
	set   func(*repository.Service, *repository.Part[T])
	equal func(T, T) bool
}

func corsExtension() extension[cors.Settings] {
	return extension[cors.Settings]{kind: arm.CORSSettings,
		get:   func(s *repository.Service) *repository.Part[cors.Settings] { return s.CORS },
		set:   func(s *repository.Service, p *repository.Part[cors.Settings]) { s.CORS = p },
		equal: cors.Settings.Equal}
}

func upstreamExtension() extension[repository.Upstream] {
	return extension[repository.Upstream]{kind: arm.Upstreams,
		get:   func(s *repository.Service) *repository.Part[repository.Upstream] { return s.Upstream },
		set:   func(s *repository.Service, p *repository.Part[repository.Upstream]) { s.Upstream = p },
		equal: same[repository.Upstream]}
}

func gatewayExtension() extension[repository.GatewaySettings] {
	return extension[repository.GatewaySettings]{kind: arm.GatewaySettings,
		get:   func(s *repository.Service) *repository.Part[repository.GatewaySettings] { return s.Gateway },
		set:   func(s *repository.Service, p *repository.Part[repository.GatewaySettings]) { s.Gateway = p },
		equal: same[repository.GatewaySettings]}
}

func same[T comparable](a, b T) bool { return a == b }

// CORSSettings reads the settings of a service: the same stored value that the service itself shows.
func (m *Manager) CORSSettings(ctx context.Context, g Grant) (*Extension[cors.Settings], error) {
	return readExtension(ctx, m, g, corsExtension())
}

// PutCORSSettings replaces them. data is their JSON; what breaks the rules is refused with a *cors.Problems.
func (m *Manager) PutCORSSettings(ctx context.Context, g Grant, data []byte, w Write) (Result[Extension[cors.Settings]], error) {
	d := decodeSettings(data)
	check := func() (*cors.Settings, error) { return d.settings, d.err }
	result, err := putExtension(ctx, m, g, corsExtension(), w, check)
	result.Warnings = d.warnings
	return result, err
}

// DeleteCORSSettings switches CORS off.
func (m *Manager) DeleteCORSSettings(ctx context.Context, g Grant, w Write) (Deleted, error) {
	return deleteExtension(ctx, m, g, corsExtension(), w)
}

// Upstream reads which FHIR server is behind a service.
func (m *Manager) Upstream(ctx context.Context, g Grant) (*Extension[repository.Upstream], error) {
	return readExtension(ctx, m, g, upstreamExtension())
}

// PutUpstream sets it. A URL that the gateway would never dial is refused.
func (m *Manager) PutUpstream(ctx context.Context, g Grant, in repository.Upstream, w Write) (Result[Extension[repository.Upstream]], error) {
	return putExtension(ctx, m, g, upstreamExtension(), w, func() (*repository.Upstream, error) {
		if _, err := m.checkUpstream(in.URL); err != nil {
			return nil, &InvalidError{Code: arm.InvalidUpstreamURL, Target: "properties.url", Reason: err.Error()}
		}
		return &in, nil
	})
}

// DeleteUpstream removes it: the gateway answers 503 from then on.
func (m *Manager) DeleteUpstream(ctx context.Context, g Grant, w Write) (Deleted, error) {
	return deleteExtension(ctx, m, g, upstreamExtension(), w)
}

// GatewaySettings reads how the gateway treats a service.
func (m *Manager) GatewaySettings(ctx context.Context, g Grant) (*Extension[repository.GatewaySettings], error) {
	return readExtension(ctx, m, g, gatewayExtension())
}

// PutGatewaySettings sets it. Empty fields are the gateway's defaults.
func (m *Manager) PutGatewaySettings(ctx context.Context, g Grant, in repository.GatewaySettings, w Write) (Result[Extension[repository.GatewaySettings]], error) {
	return putExtension(ctx, m, g, gatewayExtension(), w, func() (*repository.GatewaySettings, error) {
		switch in.Enforcement {
		case "", repository.Advise, repository.Enforce:
		default:
			return nil, notOneOf("properties.enforcement", repository.Advise, repository.Enforce)
		}
		switch in.Discovery {
		case "", repository.AnyOrigin, repository.ConfiguredOrigins:
		default:
			return nil, notOneOf("properties.discovery", repository.AnyOrigin, repository.ConfiguredOrigins)
		}
		return &in, nil
	})
}

// DeleteGatewaySettings returns a service to the gateway's defaults.
func (m *Manager) DeleteGatewaySettings(ctx context.Context, g Grant, w Write) (Deleted, error) {
	return deleteExtension(ctx, m, g, gatewayExtension(), w)
}

func notOneOf[T ~string](target string, values ...T) error {
	return &InvalidError{Code: arm.InvalidRequestContent, Target: target, Reason: "The value is not known.",
		Fix: fmt.Sprintf("Use one of %q.", values)}
}

func readExtension[T any](ctx context.Context, m *Manager, g Grant, x extension[T]) (*Extension[T], error) {
	if err := g.require(x.kind, arm.Read); err != nil {
		return nil, err
	}
	record, err := m.store.Service(ctx, g.scope(), g.key())
	if err != nil {
		return nil, err
	}
	part := x.get(record)
	if part == nil {
		return nil, repository.ErrNotFound
	}
	return &Extension[T]{*part, record.Revision}, nil
}

// putExtension sets the part to what check returns. check's error is reported only if nothing else is in the way.
func putExtension[T any](ctx context.Context, m *Manager, g Grant, x extension[T], w Write, check func() (*T, error)) (Result[Extension[T]], error) {
	if err := g.require(x.kind, arm.Write); err != nil {
		return Result[Extension[T]]{}, err
	}
	created := false
	change, err := m.changeService(ctx, g, w, func(old *repository.Service) (*repository.Service, error) {
		current := x.get(old)
		created = current == nil
		if !w.Preconditions.Hold(etagOf(current)) {
			return nil, ErrPreconditionFailed
		}
		value, err := check()
		if err != nil {
			return nil, err
		}
		part := nextPart(m, g, current, value, x.equal)
		if part == current {
			return old, nil
		}
		return m.withPart(g, old, x.kind, func(next *repository.Service) { x.set(next, part) }), nil
	})
	if err != nil {
		return Result[Extension[T]]{}, err
	}
	return Result[Extension[T]]{Created: created,
		Record: &Extension[T]{*x.get(change.After), change.After.Revision}}, nil
}

func deleteExtension[T any](ctx context.Context, m *Manager, g Grant, x extension[T], w Write) (Deleted, error) {
	if err := g.require(x.kind, arm.Delete); err != nil {
		return Deleted{}, err
	}
	existed := false
	change, err := m.changeService(ctx, g, w, func(old *repository.Service) (*repository.Service, error) {
		current := x.get(old)
		existed = current != nil
		if !existed {
			return old, nil
		}
		if !w.Preconditions.Hold(etagOf(current)) {
			return nil, ErrPreconditionFailed
		}
		return m.withPart(g, old, x.kind, func(next *repository.Service) { x.set(next, nil) }), nil
	})
	if errors.Is(err, repository.ErrParentNotFound) {
		return Deleted{}, nil
	}
	return Deleted{Existed: existed, Revision: change.Revision}, err
}

// changeService changes an existing service; for an extension resource the service is the parent.
func (m *Manager) changeService(ctx context.Context, g Grant, w Write, mutate repository.Mutation[repository.Service]) (repository.Change[repository.Service], error) {
	return m.store.ChangeService(ctx, g.scope(), g.key(), m.audit(g, w),
		func(old *repository.Service) (*repository.Service, error) {
			if old == nil {
				return nil, repository.ErrParentNotFound
			}
			return mutate(old)
		})
}

// withPart is old with one part replaced. Only CORS settings are content of the service itself, so only they count as
// a modification of it.
func (m *Manager) withPart(g Grant, old *repository.Service, kind arm.Type, set func(*repository.Service)) *repository.Service {
	next := *old
	set(&next)
	if kind == arm.CORSSettings {
		next.Meta = m.touched(g, &old.Meta)
	}
	return &next
}

func etagOf[T any](p *repository.Part[T]) string {
	if p == nil {
		return ""
	}
	return p.Meta.ETag
}

// parentMissing turns the absence of what a list is asked of into the absence of a parent.
func parentMissing(err error) error {
	if errors.Is(err, repository.ErrNotFound) {
		return repository.ErrParentNotFound
	}
	return err
}
