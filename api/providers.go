// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// all is the answer to a list that is complete.
type all[T any] struct {
	Value []T `json:"value"`
}

// listProviders lists what a subscription can have: Terraform registers what it finds missing there.
func (s *server) listProviders(c *call) (answer, error) {
	if err := s.manager.KnownSubscription(c.Context(), c.grant); err != nil {
		return answer{}, err
	}
	return answerOK(all[arm.Provider]{arm.ProvidersOf(c.grant.ID().Subscription)}), nil
}

// getProvider also answers a registration: there is nothing to do, and the caller learns that it is done.
func (s *server) getProvider(c *call) (answer, error) {
	if err := s.manager.KnownSubscription(c.Context(), c.grant); err != nil {
		return answer{}, err
	}
	namespace, _, _ := strings.Cut(c.facts.path[len(c.grant.ID().Path)+len("/providers/"):], "/")
	provider, known := arm.ProviderOf(c.grant.ID().Subscription, namespace)
	if !known {
		return answer{}, newError(http.StatusNotFound, arm.InvalidResourceNamespace, "",
			"The resource namespace '"+shown(namespace)+"' is not served here. List the providers of the subscription to see those that are.")
	}
	return answerOK(provider), nil
}

// listOperations lists the actions that the provider knows. They are nobody's secret.
func (s *server) listOperations(*call) (answer, error) {
	return answerOK(all[arm.Operation]{arm.HealthcareOperations()}), nil
}

func (s *server) listExtensionOperations(*call) (answer, error) {
	return answerOK(all[arm.Operation]{arm.CorsgateOperations()}), nil
}

// getOperationResult answers for operations that go on after their answer. There are none: every write is complete.
func (s *server) getOperationResult(*call) (answer, error) {
	return answer{}, repository.ErrNotFound
}
