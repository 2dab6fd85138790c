// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"time"
)

// input is what a bare handler reads of a body.
type input struct {
	Location   string                     `json:"location"`
	Kind       string                     `json:"kind"`
	Tags       map[string]string          `json:"tags"`
	Properties map[string]json.RawMessage `json:"properties"`
}

// document is what is kept of it as it is.
type document struct {
	Kind       string                     `json:"kind,omitempty"`
	Tags       map[string]string          `json:"tags,omitempty"`
	Properties map[string]json.RawMessage `json:"properties,omitempty"`
}

type stamp struct {
	By     string    `json:"by"`
	ByType string    `json:"byType"`
	At     time.Time `json:"at"`
}

type meta struct {
	ETag     string `json:"etag"`
	Created  stamp  `json:"created"`
	Modified stamp  `json:"modified"`
}

// part is what the column of the CORS settings holds.
type part struct {
	Value json.RawMessage `json:"value"`
	Meta  meta            `json:"meta"`
}

// who is whom the token of the other side names.
const who, whoType = "local-contributor", "Application"

const correlation, action = "66e7bb0d-41d8-4c85-ae22-5d9e3ea0cb4b", "Microsoft.HealthcareApis/workspaces/fhirservices/write"

// apply makes a row what the body says. The settings are a resource of their own, with an ETag of its own.
func (in *input) apply(r *row, now time.Time) (err error) {
	var kept part
	if err := json.Unmarshal(r.CORS, &kept); err != nil {
		return err
	}
	kept.Value, kept.Meta.ETag, kept.Meta.Modified = in.Properties["corsConfiguration"], newETag(), stamp{who, whoType, now}
	if r.CORS, err = json.Marshal(kept); err != nil {
		return err
	}
	delete(in.Properties, "corsConfiguration")
	if r.Document, err = json.Marshal(document{in.Kind, in.Tags, in.Properties}); err != nil {
		return err
	}
	r.Location, r.ETag, r.ModifiedBy, r.ModifiedByType = in.Location, newETag(), who, whoType
	return nil
}

// entry is what the history says of a change: before and after as JSON.
type entry struct {
	scope         string
	before, after string
	at            time.Time
}

func newEntry(before, after row, at time.Time) (e entry, err error) {
	old, err := json.Marshal(before)
	if err != nil {
		return e, err
	}
	now, err := json.Marshal(after)
	scope := after.Subscription + "/" + after.Group + "/" + after.Workspace + "/" + after.Name
	return entry{scope, string(old), string(now), at}, err
}
