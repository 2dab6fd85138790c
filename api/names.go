// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// nameAvailability is the answer to checkNameAvailability. Reason and message are there if the name is not available.
//
// https://learn.microsoft.com/rest/api/healthcareapis/services/check-name-availability
type nameAvailability struct {
	NameAvailable bool   `json:"nameAvailable"`
	Reason        string `json:"reason,omitzero"`
	Message       string `json:"message,omitzero"`
}

// legacyServices are what the operation was made for: they had host names of their own, as workspaces have.
const legacyServices = "Microsoft.HealthcareApis/services"

// checkName says whether a new workspace can have a name. Other names need not be unique in the installation.
func (s *server) checkName(c *call) (answer, error) {
	body, err := c.readBody(nameShape)
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Name string `json:"name"`
		Type string `json:"type"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return answer{}, badContent("", "The body has the wrong form.")
	}
	if !strings.EqualFold(in.Type, string(arm.Workspaces)) && !strings.EqualFold(in.Type, legacyServices) {
		supported := []string{string(arm.Workspaces), legacyServices}
		e := newError(http.StatusBadRequest, arm.InvalidResourceType, "type",
			"Only names of workspaces have to be unique. Send the type "+string(arm.Workspaces)+".")
		e.body.AdditionalInfo = []arm.AdditionalInfo{{Type: arm.ResourceTypes, Info: map[string]any{"supported": supported}}}
		return answer{}, e
	}
	fault, err := s.manager.WorkspaceNameFault(c.Context(), c.grant, in.Name)
	switch {
	case err != nil:
		return answer{}, err
	case errors.Is(fault, repository.ErrTaken):
		return answerOK(nameAvailability{Reason: "AlreadyExists", Message: "The workspace name is in use. Choose another."}), nil
	case fault != nil:
		return answerOK(nameAvailability{Reason: "Invalid", Message: fault.Error()}), nil
	}
	return answerOK(nameAvailability{NameAvailable: true}), nil
}
