// SPDX-License-Identifier: Apache-2.0

package api

import (
	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/service"
)

// readInput reads what a PUT of a resource says.
func (c *call) readInput(s *shape.Shape) (service.FHIRServiceInput, error) {
	body, err := c.readBody(s)
	if err != nil {
		return service.FHIRServiceInput{}, err
	}
	return toInput(body, s, c.version)
}

// readRevision reads what a PATCH of a resource without CORS settings says.
func (c *call) readRevision(s *shape.Shape) (service.Revise, error) {
	patch, err := c.readPatch(s)
	if err != nil {
		return nil, err
	}
	return func(location string, document []byte) (service.Input, error) {
		in, err := revise(stored{location: location, document: document}, patch, s)
		return in.Input, err
	}, nil
}

// revise makes the new content of a resource out of what is stored and a merge patch that its shape has passed. What
// comes of it is checked as a whole: a patch that is right may be wrong for this resource. It is checked with every
// version's properties, because the caller cannot remove those that his version lacks.
//
// RFC 7396, but for tags: a patch replaces them all, as ARM wants it.
//
// https://github.com/cloud-and-ai-microsoft/resource-provider-contract/blob/master/v1.0/resource-api-reference.md#patch-resource
func revise(r stored, patch jsontext.Value, s *shape.Shape) (service.FHIRServiceInput, error) {
	none := service.FHIRServiceInput{}
	current, err := wholeContent(r, hasTags(patch))
	if err != nil {
		return none, err
	}
	merged, err := jsonpatch.MergePatch(current, patch)
	if err != nil {
		return none, badContent("", "The body must be a JSON object.")
	}
	if faults := shape.Check(merged, s, ""); len(faults) > 0 {
		return none, invalidContent(faults)
	}
	return toInput(merged, s, "")
}

// wholeContent is what a client would have to send to get what is stored.
func wholeContent(r stored, withoutTags bool) ([]byte, error) {
	var c content
	if err := json.Unmarshal(r.document, &c.document); err != nil {
		return nil, err
	}
	c.Location = r.location
	if withoutTags {
		c.Tags = nil
	}
	if r.settings != nil {
		settings, err := json.Marshal(struct {
			CORS *cors.Settings `json:"corsConfiguration"`
			Kept jsontext.Value `json:",inline"`
		}{r.settings, c.Properties})
		if err != nil {
			return nil, err
		}
		c.Properties = settings
	}
	return json.Marshal(c, json.Deterministic(true))
}

func hasTags(patch jsontext.Value) bool {
	var p struct {
		Tags jsontext.Value `json:"tags"`
	}
	return json.Unmarshal(patch, &p) == nil && p.Tags != nil
}
