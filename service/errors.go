// SPDX-License-Identifier: Apache-2.0

package service

import (
	"errors"
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// ErrPreconditionFailed: If-Match or If-None-Match does not hold.
var ErrPreconditionFailed = errors.New("precondition failed")

// ForbiddenError: the principal lacks the action on the scope.
type ForbiddenError struct {
	Principal string
	Action    arm.Action
	Scope     string
}

// Error says who may not do what, where.
func (e *ForbiddenError) Error() string {
	return fmt.Sprintf("The principal %q does not have authorization to perform action %q over scope %q.",
		e.Principal, e.Action, e.Scope)
}

// errForeign: the caller may act on the subscription, but its records are another tenant's.
func errForeign(subscription string) error {
	return &InvalidError{Code: arm.SubscriptionUnavailable, Target: "subscriptionId",
		Reason: "The subscription '" + subscription + "' belongs to another tenant.", Fix: "Choose another subscription id."}
}

// ofTenant is err, unless that is about whose the subscription is.
func ofTenant(g Grant, err error) error {
	if errors.Is(err, repository.ErrTaken) {
		return errForeign(g.id.Subscription)
	}
	return err
}

// InvalidError is a request that is refused for its content, other than its CORS settings.
type InvalidError struct {
	Code   arm.Code
	Target string
	// Reason and Fix are sentences for the caller.
	Reason, Fix string
}

// Error is reason and fix.
func (e *InvalidError) Error() string { return strings.TrimSpace(e.Reason + " " + e.Fix) }
