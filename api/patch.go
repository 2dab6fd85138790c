// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/corsgate/corsgate/arm"
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
		in, err := c.revise(stored{location: location, document: document}, patch, s)
		return in.Input, err
	}, nil
}

// revise makes the new content of a resource out of what is stored and a merge patch that its shape has passed. What
// comes of it is checked as a whole: a patch that is right may be wrong for this resource. It is checked with every
// version's properties, because those that the caller's version lacks stay, even where he removes what they are in. What
// was wrong before, by rules that are younger than the resource, is not the patch's fault.
//
// RFC 7396, but for tags: a patch replaces them all, as ARM wants it.
//
// https://github.com/cloud-and-ai-microsoft/resource-provider-contract/blob/master/v1.0/resource-api-reference.md#patch-resource
func (c *call) revise(r stored, patch jsontext.Value, s *shape.Shape) (service.FHIRServiceInput, error) {
	current, err := contentOf(r, s)
	if err != nil {
		return service.FHIRServiceInput{}, err
	}
	merged := shape.Carry(current, shape.Merge(current, patch, s), s, c.version)
	if faults := added(shape.Check(current, s, ""), shape.Check(merged, s, "")); len(faults) > 0 {
		return service.FHIRServiceInput{}, invalidContent(faults)
	}
	return toInput(merged, s, "")
}

// added are the faults that were not there before.
func added(before, after []arm.Error) []arm.Error {
	return slices.DeleteFunc(after, func(fault arm.Error) bool {
		return slices.ContainsFunc(before, func(old arm.Error) bool { return old.Code == fault.Code && old.Target == fault.Target })
	})
}

// contentOf is what a client would have to send to get what is stored.
func contentOf(r stored, s *shape.Shape) (jsontext.Value, error) {
	var c content
	if err := json.Unmarshal(shape.Sendable(r.document, s), &c.document); err != nil {
		return nil, err
	}
	c.Location = r.location
	if r.settings != nil {
		properties, err := json.Marshal(struct {
			CORS *cors.Settings `json:"corsConfiguration"`
			Kept jsontext.Value `json:",inline"`
		}{r.settings, c.Properties})
		if err != nil {
			return nil, err
		}
		c.Properties = properties
	}
	return json.Marshal(c, json.Deterministic(true))
}

// settingsFault says what is wrong with the CORS settings of a patch, whatever they are merged into. It is worked out
// before the store's transaction, which everybody else waits for.
func settingsFault(patch jsontext.Value) error {
	var p struct {
		Properties struct {
			CORS map[string]jsontext.Value `json:"corsConfiguration"`
		} `json:"properties"`
	}
	if json.Unmarshal(patch, &p) != nil {
		return nil // settings of another type: what comes of them is refused
	}
	for _, name := range cors.Fields() {
		if value, there := p.Properties.CORS[name]; there && value.Kind() == 'n' {
			delete(p.Properties.CORS, name)
		}
	}
	if len(p.Properties.CORS) == 0 {
		return nil
	}
	settings, err := json.Marshal(p.Properties.CORS)
	if err != nil {
		return err
	}
	_, _, err = cors.Decode(settings)
	return err
}
