// SPDX-License-Identifier: Apache-2.0

package service

import (
	"bytes"
	"errors"

	"github.com/corsgate/corsgate/repository"
)

// place is a record that others are created in. The use cases treat both kinds alike.
type place interface {
	repository.Group | repository.Workspace
}

// putting is what a PUT makes of a group or workspace.
func putting[T place](m *Manager, g Grant, in Input, w Write) repository.Mutation[T] {
	return func(old *T) (*T, error) {
		next := repository.Workspace{ID: g.id.Path}
		before := standing{}
		if old != nil {
			next = repository.Workspace(*old)
			before = standing{&next.Meta, next.Location}
		}
		location, err := settle(g, in, w, before)
		if err != nil {
			return nil, err
		}
		if old != nil && bytes.Equal(next.Document, in.Document) {
			return old, nil
		}
		next.Location, next.Document, next.Meta = location, in.Document, m.touched(g, before.meta)
		record := T(next)
		return &record, nil
	}
}

// standing is what a PUT finds; the zero value is nothing.
type standing struct {
	meta     *repository.Meta
	location string
}

// settle checks what comes before the content of a PUT, in this order, and decides where the resource is.
func settle(g Grant, in Input, w Write, before standing) (location string, err error) {
	if before.meta != nil {
		if !w.Preconditions.Hold(before.meta.ETag) {
			return "", ErrPreconditionFailed
		}
		return settleLocation(&before.location, in.Location)
	}
	if !w.Preconditions.Hold("") {
		return "", ErrPreconditionFailed
	}
	if err := CheckName(g.id); err != nil {
		return "", err
	}
	return settleLocation(nil, in.Location)
}

// deletion is what a DELETE makes of a record.
func deletion[T any](w Write, etag func(*T) string) repository.Mutation[T] {
	return func(old *T) (*T, error) {
		if old != nil && !w.Preconditions.Hold(etag(old)) {
			return old, ErrPreconditionFailed
		}
		return nil, nil
	}
}

// resultOf reads a PUT's outcome off the store's answer.
func resultOf[T any](c repository.Change[T], err error) (Result[T], error) {
	if err != nil {
		return Result[T]{}, err
	}
	return Result[T]{Record: c.After, Created: c.Before == nil}, nil
}

// deletedOf reads a DELETE's outcome off the store's answer: what is absent, parents included, is deleted already.
func deletedOf[T any](c repository.Change[T], err error) (Deleted, error) {
	if errors.Is(err, repository.ErrParentNotFound) {
		return Deleted{}, nil
	}
	return Deleted{Existed: c.Before != nil, Revision: c.Revision}, err
}
