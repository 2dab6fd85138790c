// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// listResources lists what is in a resource group, of all types: Terraform looks there before it deletes one.
//
// https://learn.microsoft.com/rest/api/resources/resources/list-by-resource-group
func (s *server) listResources(c *call) (answer, error) {
	return answerList(s, c, lister[service.Resource]{
		read: func(page repository.Page) ([]*service.Resource, error) {
			return s.manager.ListResources(c.Context(), c.grant, page)
		},
		show: func(r *service.Resource) (any, error) {
			var d document
			if err := json.Unmarshal(r.Document, &d); err != nil {
				return nil, err
			}
			id := storedID(r.ID)
			return &listedResource{id.Path, id.Name(), string(r.TypeOf()), arm.NormalizeLocation(r.Location), d.Kind, d.Tags}, nil
		},
		key: func(r *service.Resource) repository.Key { return r.Key },
	})
}

// listedResource is what a list of all types says of one.
type listedResource struct {
	ID       string            `json:"id"`
	Name     string            `json:"name"`
	Type     string            `json:"type"`
	Location string            `json:"location"`
	Kind     string            `json:"kind,omitzero"`
	Tags     map[string]string `json:"tags,omitzero"`
}

// answerOK is the answer to what has no ETag.
func answerOK(body any) answer { return answer{status: http.StatusOK, body: body} }
