// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

type explainCommand struct {
	Settings string `required:"" placeholder:"FILE" help:"Settings in Azure's JSON: corsConfiguration, corsSettings or a whole FHIR service; - for standard input."`
	callFlags
	URL       string `name:"url" default:"https://fhir.example.org/Patient" help:"URL that the page calls; nothing is sent to it."`
	Discovery string `enum:"anyOrigin,configuredOrigins" default:"anyOrigin" help:"Whether discovery documents are open to any origin, as in gatewaySettings: anyOrigin or configuredOrigins."`
}

// Run lets a gateway with the settings and a browser talk to each other, without a network, and prints the outcome.
func (c explainCommand) Run(args arguments, io streams) error {
	if err := args.checkHeaders(); err != nil {
		return err
	}
	request, err := c.request(c.URL, true)
	if err != nil {
		return err
	}
	file, err := readSettings(c.Settings)
	if err != nil {
		return &usageError{fmt.Errorf("--settings %s: %s", plain(c.Settings), plain(err.Error()))}
	}
	r, err := c.report(request, file)
	if err != nil {
		return &unknownError{err}
	}
	return r.finish(c.Output, io)
}

func (c explainCommand) report(request browser.Request, file settingsFile) (*report, error) {
	warnings := findings(file.warnings, file.prefix)
	if file.problems != nil {
		r := newReport(request, browser.Verdict{}, nil)
		r.Problems, r.Warnings, r.Failures = findings(file.problems.List, file.prefix), warnings, []reportFailure{}
		r.Reason = fmt.Sprintf("The settings are not valid: %s.", count(len(r.Problems), "problem"))
		return r, nil
	}
	policy, err := cors.Compile(file.settings)
	if err != nil {
		return nil, err
	}
	s := simulation{policy: policy, anyOrigin: c.Discovery == "anyOrigin"}
	verdict, err := s.call(request)
	if err != nil {
		return nil, err
	}
	r := newReport(request, verdict, s.hops)
	r.Problems, r.Warnings, r.Failures = []reportFinding{}, warnings, append([]reportFailure{}, s.failures...)
	r.FailuresOmitted = s.omitted
	if verdict.Outcome == browser.Blocked {
		r.Change = s.amend(file.settings, request, verdict)
	}
	return r, nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// reportFinding is a problem or a warning of the settings, with its place in the file.
type reportFinding struct {
	Code    cors.Code `json:"code"`
	Target  string    `json:"target"`
	Message string    `json:"message"`
	Fix     string    `json:"fix"`
}

func findings(list []cors.Problem, prefix string) []reportFinding {
	found := make([]reportFinding, len(list))
	for i, p := range list {
		target := prefix + p.Target()
		if p.Target() == "" {
			target = strings.TrimSuffix(prefix, ".")
		}
		found[i] = reportFinding{p.Code, target, p.Reason, p.Fix}
	}
	return found
}
