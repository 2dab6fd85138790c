// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

type checkCommand struct {
	URL string `arg:"" name:"url" help:"URL that the page calls, such as https://fhir.example.org/Patient."`
	callFlags
	Data      string        `placeholder:"FILE" help:"Send the call with this file as its body, - for standard input; the method is then POST if there is none."`
	Send      bool          `help:"Send the call itself whatever its method. Without it only GET, HEAD and OPTIONS are sent."`
	Lint      bool          `help:"Name the server's CORS defects, and ask at most three more harmless questions to find them."`
	Timeout   time.Duration `default:"10s" help:"For how long to wait for everything together, at most 10m."`
	ConnectTo []string      `placeholder:"HOST:PORT:HOST:PORT" help:"Connect to the second host and port where the URL has the first, as curl does."`
	CAFile    string        `name:"ca-file" placeholder:"FILE" help:"PEM file of CAs that the server's certificate is verified with, in place of the system's."`
}

// Run asks a live server what a browser would ask, and prints what the browser would conclude.
func (c checkCommand) Run(ctx context.Context, args arguments, io streams) error {
	if c.Timeout <= 0 || c.Timeout > 10*time.Minute {
		return &usageError{fmt.Errorf("--timeout %s: use more than 0 and at most 10m", c.Timeout)}
	}
	if c.Data != "" && c.Method == "" {
		c.Method = "POST"
	}
	if err := args.checkHeaders(); err != nil {
		return err
	}
	request, err := c.request(c.URL, false)
	if err != nil {
		return err
	}
	asker, err := c.asker(request.Method)
	if err != nil {
		return &usageError{err}
	}
	defer asker.close()
	ctx, cancel := context.WithTimeoutCause(ctx, c.Timeout, fmt.Errorf("no answer within %s (--timeout)", c.Timeout))
	defer cancel()
	return asker.check(ctx, request, c.Lint).finish(c.Output, io)
}

// asker prepares what is needed to ask.
func (c checkCommand) asker(method string) (*asker, error) {
	a := &asker{send: c.Send || c.Data != ""}
	if c.Data != "" {
		if method = browser.NormalizeMethod(method); method == "GET" || method == "HEAD" {
			return nil, fmt.Errorf("--data: a page cannot send a body with %s", method)
		}
		body, err := readBounded(c.Data)
		if err != nil {
			return nil, fmt.Errorf("--data: %w", err)
		}
		a.body = body
	}
	var err error
	a.transport, err = newTransport(c.ConnectTo, c.CAFile)
	return a, err
}

// check makes the call and reports on it.
func (a *asker) check(ctx context.Context, request browser.Request, withDefects bool) *report {
	verdict, hops, err := a.call(ctx, request)
	r := newReport(request, verdict, hops)
	switch {
	case err != nil:
		r.Reason, r.NotSent = err.Error(), nil
	case verdict.Outcome == browser.Unfinished:
		r.stopped(verdict, hops)
	}
	var probes []hop
	if withDefects {
		probes = a.probe(ctx, hops)
		r.Defects = append([]lint.Defect{}, lint.Check(hops, probes)...)
		r.Probes = exchanges(probes)
	}
	r.mask(newMasker(request.URL, append(slices.Clone(hops), probes...)))
	return r
}

// stopped judges a call that was not made to its end because it could have changed something.
func (r *report) stopped(verdict browser.Verdict, hops []hop) {
	method := plain(cut(verdict.Next.Method, 60))
	if len(hops) > 0 && hops[len(hops)-1].Request.Preflight {
		r.Outcome = allowed
		r.Reason = fmt.Sprintf("The preflight allows it. The %s itself was not sent, so its answer is not known: --send sends it.", method)
		return
	}
	r.Reason = fmt.Sprintf("A browser sends this %s without asking first, so there is nothing to ask: --send sends it.", method)
}
