// SPDX-License-Identifier: Apache-2.0

package repository

import "strings"

// Key names one record by its path: subscription, resource group, workspace, service. Trailing parts are empty for a
// record higher up. All parts are in lower case; NewKey sees to it.
type Key struct{ Subscription, Group, Workspace, Service string }

// NewKey folds the parts of an id, given from the subscription downwards, into a Key.
func NewKey(parts ...string) Key {
	var folded [4]string
	for i, part := range parts {
		folded[i] = strings.Map(lowerASCII, part)
	}
	return Key{Subscription: folded[0], Group: folded[1], Workspace: folded[2], Service: folded[3]}
}

// lowerASCII leaves other letters alone: no two names that differ in them may become one key.
func lowerASCII(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

// String joins the parts with slashes, without the empty ones at the end. It is the audit table's scope.
func (k Key) String() string {
	return strings.TrimRight(strings.Join([]string{k.Subscription, k.Group, k.Workspace, k.Service}, "/"), "/")
}

// SubscriptionKey is the key of the subscription that a record belongs to.
func (k Key) SubscriptionKey() Key { return Key{k.Subscription, "", "", ""} }

// GroupKey is the key of the resource group that a record belongs to.
func (k Key) GroupKey() Key { return Key{k.Subscription, k.Group, "", ""} }

// WorkspaceKey is the key of the workspace that a service belongs to.
func (k Key) WorkspaceKey() Key { return Key{k.Subscription, k.Group, k.Workspace, ""} }

// Label is the name by which the gateway knows a service: the first label of its host name.
func (k Key) Label() string { return k.Workspace + "-" + k.Service }

// Scope says whose records a call may see. Every method that reads or writes records of one tenant takes it.
type Scope struct{ Tenant string }
