// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// reportExchange is one request as it was sent, and what of its answer CORS depends on.
type reportExchange struct {
	Preflight bool             `json:"preflight"`
	Method    string           `json:"method"`
	URL       string           `json:"url"`
	Sent      []browser.Header `json:"sent"`
	Status    int              `json:"status"`
	Answered  []browser.Header `json:"answered"`
}

func exchanges(hops []hop) []reportExchange {
	list := []reportExchange{}
	for _, h := range hops {
		list = append(list, newExchange(h))
	}
	return list
}

func newExchange(h hop) reportExchange {
	e := reportExchange{Preflight: h.Request.Preflight, Method: h.Request.Method, URL: h.Request.URL, Status: h.Response.Status,
		Sent: []browser.Header{}, Answered: []browser.Header{}}
	for _, header := range h.Request.Headers {
		if !isShown(header.Name) {
			header.Value = notShown
		}
		e.Sent = append(e.Sent, header)
	}
	for _, header := range h.Response.Headers {
		if isOfInterest(header.Name, h.Response.Status) {
			e.Answered = append(e.Answered, header)
		}
	}
	return e
}

// isShown names the request headers whose values are no secrets and matter for CORS.
func isShown(name string) bool {
	switch strings.ToLower(name) {
	case "origin", "access-control-request-method", "access-control-request-headers", "accept", "accept-language",
		"content-language", "content-type", "range":
		return true
	}
	return false
}

// isOfInterest names the fields of an answer that CORS depends on.
func isOfInterest(name string, status int) bool {
	name = strings.ToLower(name)
	return strings.HasPrefix(name, "access-control-") || name == "vary" || name == "location" && status >= 300 && status <= 399
}
