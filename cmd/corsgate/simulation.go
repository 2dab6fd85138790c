// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

// simulation is a browser and a gateway in one process: what one sends the other answers.
type simulation struct {
	policy *cors.Policy // nil: CORS is off
	// anyOrigin opens the discovery documents to any origin.
	anyOrigin bool

	hops     []hop
	failures []reportFailure
	omitted  int
}

// reportFailure is one thing that the settings do not allow.
type reportFailure struct {
	Reason  string `json:"reason"`
	Item    string `json:"item"`
	Message string `json:"message"`
	Fix     string `json:"fix"`
}

// call goes on until the browser is done.
func (s *simulation) call(request browser.Request) (browser.Verdict, error) {
	var responses []browser.Response
	for range mostHops {
		verdict := browser.Explain(request, responses)
		if verdict.Outcome != browser.Unfinished {
			return verdict, nil
		}
		response := s.answer(verdict.Next, request.Credentials)
		s.hops = append(s.hops, hop{Request: *verdict.Next, Response: response})
		responses = append(responses, response)
	}
	return browser.Verdict{}, errors.New("the call does not end")
}

// answer is the gateway's answer to one request, in front of a server that has the resource.
func (s *simulation) answer(out *browser.Outgoing, credentials bool) browser.Response {
	u := targetOf(out.URL)
	fields := http.Header{}
	for _, header := range out.Headers {
		fields.Add(header.Name, header.Value)
	}
	asked := cors.NewRequest(out.Method, fields)
	asked.Credentials, asked.Discovery = credentials, s.anyOrigin && cors.IsDiscovery(u.Opaque)
	asked.SelfOrigin = u.Scheme + "://" + u.Host
	explanation := cors.Explain(s.policy, &asked)
	for _, f := range explanation.Failures {
		if failure := (reportFailure{f.Reason.String(), f.Item, f.Message, f.Fix}); !slices.Contains(s.failures, failure) {
			s.failures = append(s.failures, failure)
		}
	}
	s.omitted += explanation.Omitted
	decision := explanation.Decision
	answer, status := http.Header{}, decision.Status
	if !decision.Preflight {
		status = http.StatusOK
		answer = usualAnswer()
	}
	decision.Apply(answer)
	response := browser.Response{Status: status}
	for _, name := range slices.Sorted(maps.Keys(answer)) {
		for _, value := range answer[name] {
			response.Headers = append(response.Headers, browser.Header{Name: name, Value: value})
		}
	}
	return response
}

// usualAnswer has the fields that FHIR servers send, so that the report says which of them the page can read.
func usualAnswer() http.Header {
	return http.Header{"Content-Type": {"application/fhir+json"}, "Etag": {`W/"1"`}, "Last-Modified": {"Thu, 07 Aug 2014 16:15:20 GMT"},
		"Location": {"Patient/example/_history/1"}, "X-Powered-By": {"a FHIR server"}}
}
