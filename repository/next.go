// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"bytes"
	"crypto/rand"
	"reflect"
	"time"
)

// NextSubscription is NextWorkspace for a subscription, which has no location.
func NextSubscription(scope Scope, key Key, old, wanted *Subscription) (next *Subscription, changed bool) {
	placeless := *wanted
	placeless.Location = ""
	w, changed := NextWorkspace(scope, key, (*Workspace)(old), (*Workspace)(&placeless))
	w.Key = key.SubscriptionKey()
	return (*Subscription)(w), changed
}

// FirstSubscription is what the first group of a subscription makes known of it: nobody has spelt its id yet.
func FirstSubscription(group *Group) *Subscription {
	meta := group.Meta
	meta.ETag = newETag()
	return &Subscription{Key: group.Key.SubscriptionKey(), Tenant: group.Tenant, Document: []byte(`{}`), Meta: meta}
}

// NextGroup is NextWorkspace for a group.
func NextGroup(scope Scope, key Key, old, wanted *Group) (next *Group, changed bool) {
	w, changed := NextWorkspace(scope, key, (*Workspace)(old), (*Workspace)(wanted))
	w.Key = key.GroupKey()
	return (*Group)(w), changed
}

// NextWorkspace returns what a store has to keep when a mutation wants that: a copy of wanted with everything that the
// store sets, except the revision. changed is false if it has the content of old (nil: there is none), and so its ETag.
func NextWorkspace(scope Scope, key Key, old, wanted *Workspace) (next *Workspace, changed bool) {
	next = new(*wanted)
	next.Key, next.Tenant, next.Meta = key.WorkspaceKey(), scope.Tenant, kept(next.Meta)
	if old != nil && old.ID == next.ID && old.Location == next.Location && bytes.Equal(old.Document, next.Document) {
		next.Meta.ETag = old.Meta.ETag
		return next, false
	}
	next.Meta.ETag = newETag()
	return next, true
}

// NextService does the same for a service and for each of its parts, which have ETags of their own. The CORS settings
// are content of the service as well, so a change of them gives both a new ETag.
func NextService(scope Scope, key Key, old, wanted *Service) (next *Service, changed bool) {
	next = new(*wanted)
	next.Key, next.Tenant, next.Meta = key, scope.Tenant, kept(next.Meta)
	if old == nil {
		old = &Service{}
	}
	var settings, upstream, gateway bool
	next.CORS, settings = nextPart(old.CORS, wanted.CORS)
	next.Upstream, upstream = nextPart(old.Upstream, wanted.Upstream)
	next.Gateway, gateway = nextPart(old.Gateway, wanted.Gateway)
	if old.Meta.ETag != "" && !settings && old.ID == next.ID && old.Location == next.Location && bytes.Equal(old.Document, next.Document) {
		next.Meta.ETag = old.Meta.ETag
		return next, upstream || gateway
	}
	next.Meta.ETag = newETag()
	return next, true
}

func nextPart[T any](old, wanted *Part[T]) (next *Part[T], changed bool) {
	if wanted == nil {
		return nil, old != nil
	}
	next = &Part[T]{Value: wanted.Value, Meta: kept(wanted.Meta)}
	if old != nil && reflect.DeepEqual(old.Value, next.Value) {
		next.Meta.ETag = old.Meta.ETag
		return next, false
	}
	next.Meta.ETag = newETag()
	return next, true
}

// kept is meta as every store gives it back, in microseconds: a Change and a later read tell the same.
func kept(meta Meta) Meta {
	meta.Created.At = meta.Created.At.UTC().Truncate(time.Microsecond)
	meta.Modified.At = meta.Modified.At.UTC().Truncate(time.Microsecond)
	return meta
}

// newETag is random rather than a counter, so that it never repeats, not even after a restore from an older backup.
func newETag() string { return rand.Text() }
