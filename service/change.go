// SPDX-License-Identifier: Apache-2.0

package service

import (
	"bytes"
	"errors"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// place is a record that others are created in. The use cases treat both kinds alike.
type place interface {
	repository.Subscription | repository.Group | repository.Workspace
}

// putting is what a PUT makes of a place.
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
		document, err := in.over(next.Document)
		if err != nil {
			return nil, err
		}
		if old != nil && bytes.Equal(next.Document, document) {
			return old, nil
		}
		next.Location, next.Document, next.Meta = location, document, m.touched(g, before.meta)
		record := T(next)
		return &record, nil
	}
}

// Revise makes the new content of a resource of what it is. It may be called more than once for one change.
type Revise func(location string, document []byte) (Input, error)

// patching is what a PATCH makes of a place: what is not there stays so.
func patching[T place](m *Manager, g Grant, revise Revise, w Write) repository.Mutation[T] {
	return func(old *T) (*T, error) {
		if old == nil {
			return nil, repository.ErrNotFound
		}
		current := repository.Workspace(*old)
		if !w.Preconditions.Hold(current.Meta.ETag) {
			return nil, ErrPreconditionFailed
		}
		in, err := revise(current.Location, current.Document)
		if err != nil {
			return nil, err
		}
		return putting[T](m, g, in, w)(old)
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
	if err := CheckName(g.id); err != nil || g.id.Type == arm.Subscriptions { // which are nowhere
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

// isAbsent reports whether there is nothing to change, for somebody who does not create: what has no parent is not
// there, nor is what is another tenant's.
func isAbsent(err error) bool {
	return errors.Is(err, repository.ErrParentNotFound) || errors.Is(err, repository.ErrTaken)
}

// patchedOf reads a PATCH's outcome off the store's answer.
func patchedOf[T any](c repository.Change[T], err error) (Result[T], error) {
	if isAbsent(err) {
		err = repository.ErrNotFound
	}
	return resultOf(c, err)
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
	if isAbsent(err) {
		return Deleted{}, nil
	}
	return Deleted{Existed: c.Before != nil, Revision: c.Revision}, err
}
