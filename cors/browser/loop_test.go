// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/cors/browser"
)

// TestLoopIsClosed draws settings and calls, and lets the browser's half talk to the server's: the browser allows a call
// if and only if cors.Explain does. What went over the wire says the same, wherever it can know.
func TestLoopIsClosed(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2014, 8))
	seen := map[browser.Outcome]int{}
	steps := map[browser.Step]int{}
	for range 20_000 {
		l := drawLoop(random)
		verdict := l.run(t)
		seen[verdict.Outcome]++
		steps[verdict.Step]++
	}
	if seen[browser.Allowed] < 2_000 || seen[browser.Blocked] < 2_000 {
		t.Errorf("too few of a kind to prove anything: %v", seen)
	}
	for _, step := range []browser.Step{browser.StepPreflightCORS, browser.StepPreflightMethod, browser.StepPreflightHeader, browser.StepCORSCheck} {
		if steps[step] == 0 {
			t.Errorf("no call failed at %q", step)
		}
	}
}

// FuzzLoop is the same with the choices of a fuzzer.
func FuzzLoop(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, seed*7919)
	}
	f.Fuzz(func(t *testing.T, a, b uint64) {
		drawLoop(rand.New(rand.NewPCG(a, b))).run(t)
	})
}

// loop is a service and a call to it.
type loop struct {
	settings  cors.Settings
	policy    *cors.Policy
	discovery bool
	call      browser.Request
}

// talk is what the engine said during a call.
type talk struct {
	explained bool // cors.Explain allowed every request
	granted   bool // no Decision was denied
	open      bool // a discovery document was given to a stranger
	unusual   bool // the browser asked for a safelisted name, which is never answered
}

// run makes the call and compares the two halves.
func (l loop) run(t *testing.T) browser.Verdict {
	t.Helper()
	said := talk{explained: true, granted: true}
	var answers []browser.Response
	verdict := browser.Explain(l.call, answers)
	for verdict.Outcome == browser.Unfinished {
		answers = append(answers, l.answer(*verdict.Next, &said))
		if len(answers) > 4 {
			t.Fatalf("%v goes on after %d answers", l, len(answers))
		}
		verdict = browser.Explain(l.call, answers)
	}
	allowed := verdict.Outcome == browser.Allowed
	if allowed != said.explained {
		t.Errorf("the browser says %v, %v; cors.Explain says allowed: %v\n%v\n%+v", verdict.Outcome, verdict.Missing, said.explained, l, answers)
	}
	wireKnows := (!l.call.Credentials || l.settings.Credentials()) && !(said.open && l.call.Credentials) && !said.unusual
	if wireKnows && allowed != said.granted {
		t.Errorf("the browser says %v, %v; the decisions say allowed: %v\n%v\n%+v", verdict.Outcome, verdict.Missing, said.granted, l, answers)
	}
	return verdict
}

// answer is what the gateway says to one request, with an upstream that always has something to tell.
func (l loop) answer(sent browser.Outgoing, said *talk) browser.Response {
	fields := map[string][]string{}
	for _, header := range sent.Headers {
		fields[header.Name] = append(fields[header.Name], header.Value)
	}
	r := cors.NewRequest(sent.Method, fields)
	r.Discovery, r.SelfOrigin, r.Credentials = l.discovery, service, l.call.Credentials
	d := l.policy.Decide(&r)
	e := cors.Explain(l.policy, &r)
	said.explained = said.explained && e.Allowed
	said.granted = said.granted && !d.Denied()
	said.open = said.open || d.Reason == cors.Discovery
	for _, failure := range e.Failures {
		said.unusual = said.unusual || failure.Reason == cors.HeaderNotAllowed && failure.Item == "accept"
	}
	answer := browser.Response{Status: 200}
	if d.Preflight {
		answer.Status = d.Status
	}
	written := map[string][]string{}
	d.Apply(written)
	for name, values := range written {
		answer.Headers = append(answer.Headers, browser.Header{Name: name, Value: values[0]})
	}
	return answer
}

// String shows a loop in a failure.
func (l loop) String() string {
	return fmt.Sprintf("settings %v, patterns %q, discovery %v, call %+v", l.settings, l.settings.OriginPatterns, l.discovery, l.call)
}
