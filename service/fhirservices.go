// SPDX-License-Identifier: Apache-2.0

package service

import (
	"bytes"
	"context"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// FHIRServiceInput is the content of a FHIR service.
type FHIRServiceInput struct {
	Input
	// CORS is the JSON of the CORS settings; nil: absent.
	CORS []byte
}

// FHIRService reads one.
func (m *Manager) FHIRService(ctx context.Context, g Grant) (*repository.Service, error) {
	if err := g.require(arm.FHIRServices, arm.Read); err != nil {
		return nil, err
	}
	return m.store.Service(ctx, g.scope(), g.key())
}

// ListFHIRServices lists those of the grant's workspace. repository.ErrParentNotFound: there is no such workspace.
func (m *Manager) ListFHIRServices(ctx context.Context, g Grant, page repository.Page) ([]*repository.Service, error) {
	if err := g.require(arm.FHIRServices, arm.Read); err != nil {
		return nil, err
	}
	if page.First() {
		if _, err := m.store.Workspace(ctx, g.scope(), g.key()); err != nil {
			return nil, parentMissing(err)
		}
	}
	return m.store.ListServices(ctx, g.scope(), g.key(), page)
}

// PutFHIRService creates one or replaces its content, CORS settings included: settings that the input lacks are gone
// afterwards. Upstream and gateway settings are not content of the service and stay. Settings that break the rules are
// refused with a *cors.Problems.
func (m *Manager) PutFHIRService(ctx context.Context, g Grant, in FHIRServiceInput, w Write) (Result[repository.Service], error) {
	if err := g.require(arm.FHIRServices, arm.Write); err != nil {
		return Result[repository.Service]{}, err
	}
	settings := decodeSettings(in.CORS)
	result, err := resultOf(m.store.ChangeService(ctx, g.scope(), g.key(), m.audit(g, w),
		func(old *repository.Service) (*repository.Service, error) {
			return m.nextFHIRService(g, in, w, settings, old)
		}))
	result.Warnings = settings.warnings
	return result, err
}

// PatchFHIRService changes the content of one to what revise makes of it. repository.ErrNotFound: there is none.
func (m *Manager) PatchFHIRService(ctx context.Context, g Grant, revise func(*repository.Service) (FHIRServiceInput, error), w Write) (Result[repository.Service], error) {
	if err := g.require(arm.FHIRServices, arm.Write); err != nil {
		return Result[repository.Service]{}, err
	}
	var settings decoded
	result, err := patchedOf(m.store.ChangeService(ctx, g.scope(), g.key(), m.audit(g, w),
		func(old *repository.Service) (*repository.Service, error) {
			if old == nil {
				return nil, repository.ErrNotFound
			}
			if !w.Preconditions.Hold(old.Meta.ETag) {
				return nil, ErrPreconditionFailed
			}
			in, err := revise(old)
			if err != nil {
				return nil, err
			}
			settings = decodeSettings(in.CORS)
			return m.nextFHIRService(g, in, w, settings, old)
		}))
	result.Warnings = settings.warnings
	return result, err
}

// decoded is what the rules say of settings. Of those in a PUT it is worked out before the store's transaction; a refusal
// is reported inside, because other reasons to refuse come first.
type decoded struct {
	settings *cors.Settings
	warnings []cors.Problem
	err      error
}

func decodeSettings(data []byte) decoded {
	if data == nil {
		return decoded{}
	}
	settings, warnings, err := cors.Decode(data)
	return decoded{settings: &settings, warnings: warnings, err: err}
}

func (m *Manager) nextFHIRService(g Grant, in FHIRServiceInput, w Write, d decoded, old *repository.Service) (*repository.Service, error) {
	next := repository.Service{ID: g.id.Path}
	before := standing{}
	if old != nil {
		next = *old
		before = standing{&old.Meta, old.Location}
	}
	var err error
	if next.Location, err = settle(g, in.Input, w, before); err != nil {
		return nil, err
	}
	if next.Document, err = in.over(next.Document); err != nil {
		return nil, err
	}
	if d.err != nil {
		return nil, d.err
	}
	next.CORS = nextPart(m, g, next.CORS, d.settings, cors.Settings.Equal)
	if old != nil && bytes.Equal(old.Document, next.Document) && old.CORS == next.CORS {
		return old, nil
	}
	next.Meta = m.touched(g, before.meta)
	return &next, nil
}

// nextPart is old itself where the value stays the same, so that nothing counts as changed.
func nextPart[T any](m *Manager, g Grant, old *repository.Part[T], value *T, equal func(T, T) bool) *repository.Part[T] {
	switch {
	case value == nil:
		return nil
	case old == nil:
		return &repository.Part[T]{Value: *value, Meta: m.touched(g, nil)}
	case equal(old.Value, *value):
		return old
	}
	return &repository.Part[T]{Value: *value, Meta: m.touched(g, &old.Meta)}
}

// DeleteFHIRService removes one with everything that hangs on it; its host is unknown to the gateway from then on.
func (m *Manager) DeleteFHIRService(ctx context.Context, g Grant, w Write) (Deleted, error) {
	if err := g.require(arm.FHIRServices, arm.Delete); err != nil {
		return Deleted{}, err
	}
	change, err := m.store.ChangeService(ctx, g.scope(), g.key(), m.audit(g, w),
		deletion(w, func(r *repository.Service) string { return r.Meta.ETag }))
	return deletedOf(change, err)
}
