// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// exception is a cell in which an engine lets a browser pass that the cell's name would stop.
type exception struct {
	engine, outcome, pattern string
	why                      string
}

// exceptions stand below the table too.
func exceptions() []exception {
	const suffix = "takes any text that begins and ends like the pattern for a subdomain"
	const nothingAsked = "no header is asked for"
	return []exception{
		{jub, "query-origin", subdomain, suffix},
		{byRS, "query-origin", subdomain, suffix},
		{viaGin, "query-origin", subdomain, suffix},
		{ours, "4KiB-commas", "", nothingAsked},
		{ours, "1MiB-commas", "", nothingAsked},
		{viaGin, "4KiB-commas", "", nothingAsked},
		{viaGin, "1MiB-commas", "", nothingAsked},
	}
}

// grants reports whether a browser should be let pass.
func (c cell) grants(engine string) bool {
	return c.outcome == allowed || slices.ContainsFunc(exceptions(), func(e exception) bool {
		return e.engine == engine && e.outcome == c.outcome && (e.pattern == "" || e.pattern == c.pattern)
	})
}

// TestCellsAreWhatTheySay is what makes the table a comparison: the same is asked of all, and the same answered.
func TestCellsAreWhatTheySay(t *testing.T) {
	t.Parallel()
	for _, pattern := range patterns() {
		for _, entries := range sizes() {
			for _, engine := range engines() {
				t.Run(fmt.Sprintf("pattern=%s/origins=%d/impl=%s", pattern, entries, engine), func(t *testing.T) {
					t.Parallel()
					h := build(t, engine, setupOf(pattern, entries))
					for _, c := range cellsOf(pattern, entries) {
						checkCell(t, c, engine, h)
					}
				})
			}
		}
	}
}

func checkCell(t *testing.T, c cell, engine string, h http.Handler) {
	t.Helper()
	w, r := newWriter(), c.asked()
	h.ServeHTTP(w, r)
	if got, want := lets(w, r), c.grants(engine); got != want {
		t.Errorf("%v: a browser is let pass: %t, want %t; %d %v", c, got, want, w.status, w.header)
	}
	aboutOrigin := c.outcome == refused || hostileOrigins()[c.outcome] != nil
	if origin := w.header.Get("Access-Control-Allow-Origin"); aboutOrigin && !c.grants(engine) && origin != "" {
		t.Errorf("%v: Access-Control-Allow-Origin is %q", c, origin)
	}
	if c.outcome == allowed {
		checkAllowed(t, c, w.header)
	}
}

// lets is what a browser concludes, as far as these requests go.
//
// https://fetch.spec.whatwg.org/#concept-cors-check, https://fetch.spec.whatwg.org/#cors-preflight-fetch
func lets(w *writer, r *http.Request) bool {
	h := w.header
	if h.Get("Access-Control-Allow-Origin") != r.Header.Get("Origin") || h.Get("Access-Control-Allow-Credentials") != "true" {
		return false
	}
	if r.Method != http.MethodOptions {
		return true
	}
	return w.status/100 == 2 &&
		includes(h.Values("Access-Control-Allow-Methods"), r.Header.Values("Access-Control-Request-Method")) &&
		includes(h.Values("Access-Control-Allow-Headers"), r.Header.Values("Access-Control-Request-Headers"))
}

// includes reports whether the list has every element of another.
func includes(list, other []string) bool {
	in := elements(list)
	for _, name := range elements(other) {
		if !slices.Contains(in, name) {
			return false
		}
	}
	return true
}

// elements are in lower case: of the methods here none differs from another by case alone.
func elements(lines []string) (list []string) {
	for element := range strings.SplitSeq(strings.Join(lines, ","), ",") {
		if name := strings.ToLower(strings.Trim(element, " \t")); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// checkAllowed sees to it that everybody does the whole work.
func checkAllowed(t *testing.T, c cell, h http.Header) {
	t.Helper()
	if c.request == preflight {
		if got := h.Get("Access-Control-Max-Age"); got != fmt.Sprint(maxAge) {
			t.Errorf("%v: Access-Control-Max-Age is %q", c, got)
		}
		return
	}
	// A name that every page can read need not be listed.
	unsafe := slices.DeleteFunc(exposedHeaders(), func(name string) bool { return name == "Last-Modified" })
	if got := h.Values("Access-Control-Expose-Headers"); !includes(got, unsafe) {
		t.Errorf("%v: Access-Control-Expose-Headers is %q", c, got)
	}
	if got := h.Values("Vary"); !includes(got, []string{"Origin"}) {
		t.Errorf("%v: Vary is %q", c, got)
	}
}
