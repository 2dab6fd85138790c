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
	id := storedID(r.ID)
	if d.DisplayName == "" {
		d.DisplayName = id.Name()
	}
	return &subscription{ID: id.Path, AuthorizationSource: "RoleBased", ManagedByTenants: []string{},
		SubscriptionID: id.Name(), TenantID: r.Tenant, DisplayName: d.DisplayName, State: "Enabled",
		ETag: arm.QuoteETag(r.Meta.ETag), Tags: d.Tags, SystemData: systemData(r.Meta)}, nil
}

// listSubscriptions lists what the caller may read. Every caller may ask. A page has fewer where the tenant has others.
func (s *server) listSubscriptions(c *call) (answer, error) {
	after, most, err := c.page()
	if err != nil {
		return answer{}, err
	}
	found, err := s.manager.ListSubscriptions(c.Context(), c.facts.principal, repository.Page{After: after, Limit: most})
	if err != nil {
		return answer{}, err
	}
	l := list{Value: []any{}}
	for _, r := range found.Records {
		shown, err := showSubscription(r)
		if err != nil {
			return answer{}, err
		}
		l.Value = append(l.Value, shown)
	}
	if found.More {
		l.NextLink = s.nextLink(c, found.Last)
	}
	return answerOK(l), nil
}

func (s *server) getSubscription(c *call) (answer, error) {
	record, err := s.manager.Subscription(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	return c.answerGet(record.Meta.ETag, func() (any, error) { return showSubscription(record) })
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
