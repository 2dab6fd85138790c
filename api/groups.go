// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
)

// group is a resource group. Nothing is kept of one but that it exists: it is a place to put workspaces in.
type group struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Type       string          `json:"type"`
	Properties groupProperties `json:"properties"`
}

type groupProperties struct {
	ProvisioningState string `json:"provisioningState"`
}

func showGroup(c *call) *group {
	id := c.grant.ID()
	return &group{ID: id.Path, Name: id.Group, Type: string(id.Type), Properties: groupProperties{"Succeeded"}}
}

func (s *server) getGroup(c *call) (answer, error) {
	if err := s.manager.Group(c.Context(), c.grant); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: showGroup(c)}, nil
}

func (s *server) putGroup(c *call) (answer, error) {
	var in request
	if err := c.readBody(&in); err != nil {
		return answer{}, err
	}
	created, err := s.manager.PutGroup(c.Context(), c.grant)
	if err != nil {
		return answer{}, err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	return answer{status: status, body: showGroup(c)}, nil
}
