// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

// hop is one request of a call and its answer.
type hop = lint.Answer

// outcome is what a report comes to.
type outcome string

const (
	allowed outcome = "allowed"
	blocked outcome = "blocked"
	unknown outcome = "unknown"
)

// report is what `check` and `explain` find out. Its JSON is described in the README.
type report struct {
	Outcome     outcome          `json:"outcome"`
	Reason      string           `json:"reason"`
	Request     reportRequest    `json:"request"`
	Step        browser.Step     `json:"step"`
	StepLink    string           `json:"stepLink"`
	Missing     []reportMissing  `json:"missing"`
	Exchanges   []reportExchange `json:"exchanges"`
	NotSent     *reportUnsent    `json:"notSent"`
	Preflighted bool             `json:"preflighted"`
	Status      int              `json:"status"`
	Readable    []string         `json:"readable"`
	MaxAge      int              `json:"maxAge"`
	Console     reportConsole    `json:"console"`
	Change      *browser.Change  `json:"change"`

	Problems []reportFinding `json:"problems,omitzero"` // explain
	Warnings []reportFinding `json:"warnings,omitzero"` // explain
	Failures []reportFailure `json:"failures,omitzero"` // explain
	Defects  []lint.Defect   `json:"defects,omitzero"`  // check --lint
	// Probes are what was asked besides the call, to find defects.
	Probes []reportExchange `json:"probes,omitzero"` // check --lint
	// FailuresOmitted counts those that are not listed.
	FailuresOmitted int `json:"failuresOmitted,omitzero"`
}

// reportRequest is the call. The values of its headers are left out: some are secrets.
type reportRequest struct {
	Method      string   `json:"method"`
	URL         string   `json:"url"`
	Origin      string   `json:"origin"`
	Headers     []string `json:"headers"`
	Credentials bool     `json:"credentials"`
	Browser     string   `json:"browser"`
}

// reportMissing is one thing that the answers lack. The name is "" where the kind says it all.
type reportMissing struct {
	Kind browser.MissingKind `json:"kind"`
	Name string              `json:"name"`
}

// reportUnsent is the request that a browser would send now.
type reportUnsent struct {
	Method string `json:"method"`
	URL    string `json:"url"`
}

// reportConsole is what browsers write to their consoles.
type reportConsole struct {
	Chromium string `json:"chromium"`
	Firefox  string `json:"firefox"`
}

// newReport is the report on a verdict. An unfinished one is unknown until somebody knows better.
func newReport(request browser.Request, verdict browser.Verdict, hops []hop) *report {
	r := &report{
		Outcome: unknown,
		Request: reportRequest{Method: request.Method, URL: request.URL, Origin: request.Origin, Headers: []string{},
			Credentials: request.Credentials, Browser: request.Browser.Name},
		Step: verdict.Step, StepLink: verdict.Step.Link(), Missing: []reportMissing{},
		Exchanges: exchanges(hops), Preflighted: verdict.Preflighted, Status: verdict.Status,
		Readable: append([]string{}, verdict.Readable...), MaxAge: verdict.MaxAge,
		Console: reportConsole{verdict.Chromium, verdict.Firefox}, Change: verdict.Change,
	}
	for _, header := range request.Headers {
		r.Request.Headers = append(r.Request.Headers, header.Name)
	}
	for _, m := range verdict.Missing {
		r.Missing = append(r.Missing, reportMissing(m))
	}
	switch verdict.Outcome {
	case browser.Allowed:
		r.Outcome, r.Reason = allowed, readableReason(verdict.Status)
	case browser.Blocked:
		r.Outcome, r.Reason = blocked, blockedReason(verdict.Step)
	case browser.Unfinished:
		if verdict.Next != nil {
			r.NotSent = &reportUnsent{verdict.Next.Method, verdict.Next.URL}
		}
	}
	return r
}
