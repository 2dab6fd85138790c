// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// subscription is what every answer about a subscription looks like. There is nothing to pay for or to suspend here, so
// each is Enabled.
//
// https://learn.microsoft.com/rest/api/resources/subscriptions/get
type subscription struct {
	ID                  string            `json:"id"`
	AuthorizationSource string            `json:"authorizationSource"`
	ManagedByTenants    []string          `json:"managedByTenants"`
	SubscriptionID      string            `json:"subscriptionId"`
	TenantID            string            `json:"tenantId"`
	DisplayName         string            `json:"displayName"`
	State               string            `json:"state"`
	ETag                string            `json:"etag"`
	Tags                map[string]string `json:"tags,omitzero"`
	SystemData          arm.SystemData    `json:"systemData"`
}

// showSubscription displays the stored spelling: the path of a list does not name the subscription.
func showSubscription(r *repository.Subscription) (*subscription, error) {
	var d document
	if err := json.Unmarshal(r.Document, &d); err != nil {
		return nil, err
	}
	if d.DisplayName == "" {
		d.DisplayName = r.Key.Subscription
	}
	return &subscription{ID: "/subscriptions/" + r.Key.Subscription, AuthorizationSource: "RoleBased", ManagedByTenants: []string{},
		SubscriptionID: r.Key.Subscription, TenantID: r.Tenant, DisplayName: d.DisplayName, State: "Enabled",
		ETag: arm.QuoteETag(r.Meta.ETag), Tags: d.Tags, SystemData: systemData(r.Meta)}, nil
}

// listSubscriptions lists what the caller may read. Every caller may ask.
func (s *server) listSubscriptions(c *call) (answer, error) {
	return answerList(s, c, lister[repository.Subscription]{
		read: func(page repository.Page) ([]*repository.Subscription, error) {
			return s.manager.ListSubscriptions(c.Context(), c.facts.principal, page)
		},
		show: func(r *repository.Subscription) (any, error) {
			id := arm.ID{Path: "/subscriptions/" + r.Key.Subscription, Type: arm.Subscriptions, Subscription: r.Key.Subscription}
			if !s.manager.MayRead(c.facts.principal, id) {
				return nil, nil
			}
			return showSubscription(r)
		},
		key: func(r *repository.Subscription) repository.Key { return r.Key },
	})
}

func (s *server) getSubscription(c *call) (answer, error) {
	record, err := s.manager.Subscription(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	body, err := showSubscription(record)
	return c.answerGet(record.Meta.ETag, body), err
}

func (s *server) putSubscription(c *call) (answer, error) {
	in, err := c.readInput(subscriptionShape)
	if err != nil {
		return answer{}, err
	}
	result, err := s.manager.PutSubscription(c.Context(), c.grant, in.Input, c.write())
	if err != nil {
		return answer{}, err
	}
	body, err := showSubscription(result.Record)
	return answerPut(result, result.Record.Meta.ETag, result.Record.Revision, body), err
}

func (s *server) deleteSubscription(c *call) (answer, error) {
	return answerDelete(s.manager.DeleteSubscription(c.Context(), c.grant, c.write()))
}
