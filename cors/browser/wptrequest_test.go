// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// requestRow is what every row under testdata/wpt has: the file of web-platform-tests that it follows, and its name.
type requestRow struct {
	WPT  string `json:"wpt"`
	Name string `json:"name"`
}

func (r requestRow) title() string { return r.WPT + " " + r.Name }

// requestRows loads a table of testdata/wpt.
func requestRows[Row any](t *testing.T, name string) []Row {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "wpt", name))
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows
}

func TestWPTSafelist(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Header, Value string
		Safelisted    bool
	}
	for _, row := range requestRows[row](t, "safelist.json") {
		if got := browser.IsSafelistedHeader(browser.Header{Name: row.Header, Value: row.Value}); got != row.Safelisted {
			t.Errorf("%s: safelisted %v", row.title(), got)
		}
	}
}

func TestWPTForbiddenHeaders(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Header, Value string
		Forbidden     bool
	}
	for _, row := range requestRows[row](t, "forbidden.json") {
		h := browser.Header{Name: row.Header, Value: row.Value}
		if got := browser.IsForbiddenHeader(h); got != row.Forbidden {
			t.Errorf("%s: forbidden %v", row.title(), got)
		}
		sent := len(crossGET([]browser.Header{h}).Actual().Headers) == 2 // with the Origin
		if sent == row.Forbidden {
			t.Errorf("%s: sent %v", row.title(), sent)
		}
	}
}

func TestWPTMethods(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Method, Normalized string
		Forbidden, Token   bool
	}
	for _, row := range requestRows[row](t, "methods.json") {
		if got := browser.NormalizeMethod(row.Method); got != row.Normalized {
			t.Errorf("%s: normalized %q", row.title(), got)
		}
		if got := browser.IsForbiddenMethod(row.Method); got != row.Forbidden {
			t.Errorf("%s: forbidden %v", row.title(), got)
		}
		r := crossGET(nil)
		r.Method = row.Method
		if err := r.Check(); (err == nil) != (row.Token && !row.Forbidden) {
			t.Errorf("%s: Check = %v", row.title(), err)
		}
	}
}

// TestMethodOverride has quoted strings, which no web platform test covers beyond one.
//
// https://fetch.spec.whatwg.org/#collect-an-http-quoted-string
func TestMethodOverride(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]bool{
		`"GET,TRACE,x"`: false, `"\",TRACE,`: false, `"a",TRACE`: true, `"\"",TRACE`: true, `",TRACE`: false, `"\`: false,
		`TRACE"x"`: false, `"TRACE"`: false, "a,\tConnect": true, "TRAC\u212a": false, "": false, ",,": false,
	} {
		if got := browser.IsForbiddenHeader(browser.Header{Name: "X-Method-Override", Value: value}); got != want {
			t.Errorf("%q: forbidden %v", value, got)
		}
	}
}

func TestWPTHeaderValues(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Value, Normalized string
		Refused           bool
	}
	for _, row := range requestRows[row](t, "values.json") {
		if got := browser.NormalizeValue(row.Value); got != row.Normalized {
			t.Errorf("%s: normalized %q", row.title(), got)
		}
		if err := crossGET([]browser.Header{{Name: "value-test", Value: row.Value}}).Check(); (err != nil) != row.Refused {
			t.Errorf("%s: Check = %v", row.title(), err)
		}
	}
}

func TestWPTMIMETypes(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Value, Essence string
	}
	for _, row := range requestRows[row](t, "mimetypes.json") {
		if got, ok := browser.MIMEEssence(row.Value); got != row.Essence || ok != (row.Essence != "") {
			t.Errorf("%s: essence %q, %v", row.title(), got, ok)
		}
	}
}

func TestWPTOriginHeader(t *testing.T) {
	t.Parallel()
	type row struct {
		requestRow
		Method, URL string
		Sent        bool
	}
	for _, row := range requestRows[row](t, "originheader.json") {
		r := crossGET(nil)
		r.Method, r.URL = row.Method, row.URL
		want := ""
		if row.Sent {
			want = here
		}
		if got := valueOf(r.Actual().Headers, "Origin"); got != want {
			t.Errorf("%s: Origin %q", row.title(), got)
		}
	}
}
