// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"reflect"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// TestChangePatch: browsers send PATCH as the page writes it, and settings know it in upper case only.
func TestChangePatch(t *testing.T) {
	t.Parallel()
	const toAll, toApp, trusted = "AC-Allow-Origin: *", "AC-Allow-Origin: " + appOrigin, "AC-Allow-Credentials: true"
	write := func(method string) string {
		return `Write the method as "PATCH" in the page: "` + method + `" is another one, and browsers do not correct it.`
	}
	for name, c := range map[string]struct {
		method  string
		trusts  bool
		answer  browser.Response
		methods []string
		advice  []string
	}{
		"no list": {"patch", false, answer(200, toAll), []string{"PATCH"}, []string{write("patch")}},
		"another list": {"Patch", false, answer(200, toAll, "AC-Allow-Methods: GET, PUT"),
			[]string{"PATCH"}, []string{write("Patch")}},
		"listed": {"patch", false, answer(200, toAll, "AC-Allow-Methods: PUT", "AC-Allow-Methods: PATCH"),
			nil, []string{write("patch")}},
		"upper case": {"PATCH", false, answer(200, toAll), []string{"PATCH"}, nil},
		"star and credentials": {"patch", true, answer(200, toApp, trusted, "AC-Allow-Methods: *"),
			[]string{"PATCH"}, []string{write("patch")}},
		"a list that is none": {"patch", false, answer(200, toAll, "AC-Allow-Methods: GET; PATCH"), []string{"PATCH"},
			[]string{`Write Access-Control-Allow-Methods as methods with commas between them: "GET; PATCH" is none.`,
				write("patch")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			call := fromApp(browser.Request{Method: c.method, Credentials: c.trusts})
			want := &browser.Change{Methods: c.methods, Advice: c.advice}
			if got := browser.Explain(call, []browser.Response{c.answer}).Change; !reflect.DeepEqual(got, want) {
				t.Errorf("change %+v, want %+v", got, want)
			}
		})
	}
}

// TestChangeCredentials: what is sent twice is wrong however often it is allowed.
func TestChangeCredentials(t *testing.T) {
	t.Parallel()
	const trusted = "AC-Allow-Credentials: true"
	for name, c := range map[string]struct {
		lines []string
		want  browser.Change
	}{
		"none":       {nil, browser.Change{AllowCredentials: true}},
		"empty":      {[]string{"AC-Allow-Credentials:"}, browser.Change{AllowCredentials: true}},
		"upper case": {[]string{"AC-Allow-Credentials: TRUE"}, browser.Change{AllowCredentials: true}},
		"two lines": {[]string{trusted, trusted},
			browser.Change{Advice: []string{`Send Access-Control-Allow-Credentials once: it was "true, true".`}}},
		"one line": {[]string{trusted + ",false"},
			browser.Change{Advice: []string{`Send Access-Control-Allow-Credentials once: it was "true,false".`}}},
		"two wrong lines": {[]string{"AC-Allow-Credentials: false", "AC-Allow-Credentials: false"},
			browser.Change{AllowCredentials: true,
				Advice: []string{`Send Access-Control-Allow-Credentials once: it was "false, false".`}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := browser.Explain(fromApp(browser.Request{Credentials: true}),
				[]browser.Response{answer(200, append(c.lines, "AC-Allow-Origin: "+appOrigin)...)}).Change
			if !reflect.DeepEqual(got, &c.want) {
				t.Errorf("change %+v, want %+v", got, c.want)
			}
		})
	}
}
