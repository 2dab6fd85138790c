// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"bytes"
	"crypto/rand"
	"reflect"
)

// RenewGroup gives next its ETag, by the rule of RenewWorkspace.
func RenewGroup(old, next *Group) { RenewWorkspace((*Workspace)(old), (*Workspace)(next)) }

// RenewWorkspace gives next its ETag: the one of old (nil: there is none) if the content is the same, else a new one.
func RenewWorkspace(old, next *Workspace) {
	if old != nil && old.ID == next.ID && old.Location == next.Location && bytes.Equal(old.Document, next.Document) {
		next.Meta.ETag = old.Meta.ETag
		return
	}
	next.Meta.ETag = newETag()
}

// RenewService does the same for a service and for each of its parts. The CORS settings are content of the service as
// well, so a change of them gives both a new ETag.
func RenewService(old, next *Service) {
	if old == nil {
		old = &Service{}
	}
	renewPart(old.CORS, next.CORS)
	renewPart(old.Upstream, next.Upstream)
	renewPart(old.Gateway, next.Gateway)
	same := old.ID == next.ID && old.Location == next.Location && bytes.Equal(old.Document, next.Document) &&
		reflect.DeepEqual(valueOf(old.CORS), valueOf(next.CORS))
	if same && old.Meta.ETag != "" {
		next.Meta.ETag = old.Meta.ETag
		return
	}
	next.Meta.ETag = newETag()
}

func renewPart[T any](old, next *Part[T]) {
	switch {
	case next == nil:
	case old != nil && reflect.DeepEqual(old.Value, next.Value):
		next.Meta.ETag = old.Meta.ETag
	default:
		next.Meta.ETag = newETag()
	}
}

func valueOf[T any](p *Part[T]) *T {
	if p == nil {
		return nil
	}
	return &p.Value
}

// newETag is random rather than a counter, so that it never repeats, not even after a restore from an older backup.
func newETag() string { return rand.Text() }
