// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// mend is a call that one answer blocks.
type mend struct {
	call   browser.Request
	passed []browser.Response // the answers before
	asked  browser.Verdict    // what was sent
	bad    browser.Response
}

// check grants what the verdict's change asks for, and wants the call to go on; and it leaves out each entry in turn,
// and wants the call to be blocked still: there is nothing in a change that is not needed.
func (m mend) check(t *testing.T, blocked browser.Verdict) {
	t.Helper()
	change := *blocked.Change
	if got := m.with(change); got.Outcome == browser.Blocked {
		t.Fatalf("%+v\nsent %+v, got %+v\n%+v\nis blocked with the change, too: %+v", m.call, *m.asked.Next, m.bad, change, got)
	}
	for i := range change.Origins {
		m.needs(t, change, func(c *browser.Change) { c.Origins = without(c.Origins, i) })
	}
	for i := range change.Methods {
		m.needs(t, change, func(c *browser.Change) { c.Methods = without(c.Methods, i) })
	}
	for i := range change.Headers {
		if slices.Contains(change.Headers, "*") { // a header of that name: allowed, it stands for the others too
			break
		}
		m.needs(t, change, func(c *browser.Change) { c.Headers = without(c.Headers, i) })
	}
	if change.AllowCredentials {
		m.needs(t, change, func(c *browser.Change) { c.AllowCredentials = false })
	}
	if reflect.DeepEqual(change, browser.Change{}) {
		t.Fatalf("nothing to change: %+v", blocked)
	}
}

func (m mend) needs(t *testing.T, change browser.Change, leaveOut func(*browser.Change)) {
	t.Helper()
	leaveOut(&change)
	if m.with(change).Outcome != browser.Blocked {
		t.Fatalf("%+v\nsent %+v, got %+v\nneeds no more than %+v", m.call, *m.asked.Next, m.bad, change)
	}
}

func without(list []string, i int) []string { return slices.Delete(slices.Clone(list), i, i+1) }

// with is the verdict after the server has made a change and the advice was followed.
func (m mend) with(change browser.Change) browser.Verdict {
	advised := func(start string) bool {
		return slices.ContainsFunc(change.Advice, func(advice string) bool { return strings.HasPrefix(advice, start) })
	}
	call := m.call
	if advised("Write the method") {
		call.Method = "PATCH"
	}
	mended := browser.Response{Status: m.bad.Status}
	moves := advised("Call the URL to which") || advised("Redirect") || advised("Send one Location") || advised("Serve")
	if moves || advised("Answer the preflight") {
		mended.Status = 200
	}
	if location, present := m.bad.Get("Location"); present && !moves {
		mended.Headers = append(mended.Headers, browser.Header{Name: "Location", Value: location})
	}
	add := func(name, value string) {
		mended.Headers = append(mended.Headers, browser.Header{Name: name, Value: value})
	}
	once, opaque := advised("Send Access-Control-Allow-Origin once"), advised("Call "+m.asked.Next.URL)
	if origin, present := m.origin(change, once, opaque); present {
		add("Access-Control-Allow-Origin", origin)
	}
	if trusted, _ := m.bad.Get("Access-Control-Allow-Credentials"); trusted == "true" || change.AllowCredentials ||
		advised("Send Access-Control-Allow-Credentials once") {
		add("Access-Control-Allow-Credentials", "true")
	}
	methods, readable := browser.ListValues(m.bad, "Access-Control-Allow-Methods")
	if bad, _ := m.bad.Get("Access-Control-Allow-Methods"); !readable && !advised("Write Access-Control-Allow-Methods") {
		methods = []string{bad}
	}
	add("Access-Control-Allow-Methods", strings.Join(append(methods, change.Methods...), ","))
	names, readable := browser.ListValues(m.bad, "Access-Control-Allow-Headers")
	if bad, _ := m.bad.Get("Access-Control-Allow-Headers"); !readable && !advised("Write Access-Control-Allow-Headers") {
		names = []string{bad}
	}
	add("Access-Control-Allow-Headers", strings.Join(append(names, change.Headers...), ","))
	return browser.Explain(call, append(slices.Clone(m.passed), mended))
}

// origin is Access-Control-Allow-Origin after a change: the entry that was added, else the best of what was sent.
func (m mend) origin(change browser.Change, once, opaque bool) (value string, present bool) {
	if len(change.Origins) > 0 {
		return change.Origins[0], true
	}
	sent := valueOf(m.asked.Next.Headers, "Origin")
	value, present = m.bad.Get("Access-Control-Allow-Origin")
	if opaque {
		return sent, true
	}
	elements := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
	switch {
	case once && slices.Contains(elements, sent):
		return sent, true
	case once && slices.Contains(elements, "*"):
		return "*", true
	}
	return value, present
}
