// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"context"
	"time"
)

// Store keeps subscriptions, groups, workspaces and services. Its methods are safe for concurrent use, and return ctx's error soon after ctx
// ends. Any error that wraps none of the sentinels means that the store could not do its work.
type Store interface {
	Workspaces
	Services
	Groups
	Subscriptions
	Watcher
	Maintainer
	// History lists the changes of one record, oldest first, those after a revision, at most limit.
	History(ctx context.Context, scope Scope, key Key, after Revision, limit int) ([]Entry, error)
	// Ping reports whether the store answers.
	Ping(ctx context.Context) error
	// Close ends the store. It is called once, after everybody has stopped using it.
	Close() error
}

// Change is what became of one call of a Change method. Before is nil for a creation, After for a deletion.
type Change[T any] struct {
	Before, After *T
	// Revision of the commit; 0 if nothing changed.
	Revision Revision
}

// Mutation looks at the record as it is (nil: absent) and returns it as it shall be (nil: absent). To return old, or a
// record of the same content, is to change nothing: no revision, no ETag, no audit row. To return an error is to change
// nothing and to have that error returned.
//
// It must leave *old alone, must not call the store, and may be called more than once for one change. It is not called
// if the record's parent is missing. It sets content and stamps; the store sets Key, Tenant, Revision and, where content
// changed, the ETags.
type Mutation[T any] func(old *T) (*T, error)

// Subscriptions are what everything else is in. Each belongs to one tenant.
type Subscriptions interface {
	// Subscription reads one. ErrNotFound.
	Subscription(ctx context.Context, scope Scope, key Key) (*Subscription, error)
	// ListSubscriptions lists those of the tenant in the order of their keys.
	ListSubscriptions(ctx context.Context, scope Scope, page Page) ([]*Subscription, error)
	// ChangeSubscription creates, updates or deletes one in one transaction with its audit row.
	// ErrTaken: it belongs to another tenant. ErrNotEmpty: it still has groups.
	ChangeSubscription(ctx context.Context, scope Scope, key Key, audit Audit, mutate Mutation[Subscription]) (Change[Subscription], error)
}

// Groups are the resource groups. They come from operators; workspaces live in them.
type Groups interface {
	// Group reads one. ErrNotFound.
	Group(ctx context.Context, scope Scope, key Key) (*Group, error)
	// ListGroups lists those of a subscription in the order of their keys.
	ListGroups(ctx context.Context, scope Scope, subscription Key, page Page) ([]*Group, error)
	// ChangeGroup creates, updates or deletes one in one transaction with its audit row. The first group of a subscription
	// that is unknown makes the subscription the tenant's, with the group's stamps. A group is deleted with everything in
	// it: one revision, and an audit row for each record that goes.
	// ErrTaken: the subscription belongs to another tenant.
	ChangeGroup(ctx context.Context, scope Scope, key Key, audit Audit, mutate Mutation[Group]) (Change[Group], error)
}

// Workspaces are the records above the services.
type Workspaces interface {
	// Workspace reads one. ErrNotFound.
	Workspace(ctx context.Context, scope Scope, key Key) (*Workspace, error)
	// ListWorkspaces lists those of a subscription, or of a group if within names one, in the order of their keys.
	ListWorkspaces(ctx context.Context, scope Scope, within Key, page Page) ([]*Workspace, error)
	// WorkspaceNameTaken reports whether a workspace has that name, whoever's it is.
	WorkspaceNameTaken(ctx context.Context, name string) (bool, error)
	// ChangeWorkspace creates, updates or deletes one in one transaction with its audit row.
	// ErrParentNotFound: no such group. ErrTaken: the name is in use elsewhere. ErrNotEmpty: it still has services.
	ChangeWorkspace(ctx context.Context, scope Scope, key Key, audit Audit, mutate Mutation[Workspace]) (Change[Workspace], error)
}

// Services are the FHIR services.
type Services interface {
	// Service reads one. ErrNotFound.
	Service(ctx context.Context, scope Scope, key Key) (*Service, error)
	// ListServices lists those of a workspace in the order of their keys.
	ListServices(ctx context.Context, scope Scope, workspace Key, page Page) ([]*Service, error)
	// ListServiceHeads lists those of all workspaces of a group in the order of their keys, and reads no more of them than
	// heads: the settings of one service may be of several megabytes.
	ListServiceHeads(ctx context.Context, scope Scope, group Key, page Page) ([]*ServiceHead, error)
	// ChangeService creates, updates or deletes one in one transaction with its audit row.
	// ErrParentNotFound: no such workspace. ErrTaken: the label is in use.
	ChangeService(ctx context.Context, scope Scope, key Key, audit Audit, mutate Mutation[Service]) (Change[Service], error)
}

// Page is one page of a list: at most Limit records whose keys are greater than After, which is the zero Key for the
// first page. Records that come and go between two pages neither repeat nor hide others.
type Page struct {
	After Key
	Limit int
}

// First reports whether it is the first page.
func (p Page) First() bool { return p.After == Key{} }

// Maintainer is for whoever operates the installation, not for requests.
type Maintainer interface {
	// TenantOf says whose a subscription is, or was before it was deleted. ErrNotFound.
	TenantOf(ctx context.Context, key Key) (string, error)
	// Compact forgets deletions older than before. A cursor that still needs one of them gets ErrCompacted.
	Compact(ctx context.Context, before time.Time) error
	// NewEpoch ends every cursor: followers start over from a snapshot.
	NewEpoch(ctx context.Context) error
}
