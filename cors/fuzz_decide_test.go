// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// fuzzedSettings is six settings that differ in what Decide looks at; number picks one.
func fuzzedSettings(number byte) cors.Settings {
	all := []cors.Settings{
		usual(),
		open(),
		with(func(s *cors.Settings) { s.AllowCredentials = new(true) }),
		{Origins: []string{app, self}, Headers: []string{"*"}, Methods: []string{"*"}, AllowCredentials: new(true)},
		{Origins: []string{"*"}, Methods: []string{"PUT"}, Headers: []string{"x*", "Origin", "accept"}, MaxAge: new(0)},
		{},
	}
	return all[int(number)%len(all)]
}

// FuzzDecide asks anything. Fields that a request has more than once come as lines of one text.
func FuzzDecide(f *testing.F) {
	for number := range byte(6) {
		f.Add(number, "GET", app, "", "", false)
		f.Add(number, "OPTIONS", app, "PUT", "accept, x-fhir-starter, content-type", false)
		f.Add(number, "OPTIONS", self, "PUT", "cookie\nauthorization,,*", true)
		f.Add(number, "OPTIONS", "null", "GET", "X-Tempo-Id,x-secret", true)
		f.Add(number, "POST", app+"\n"+app, "*", "*", true)
		f.Add(number, "HEAD", "", "", "", true)
	}
	f.Fuzz(func(t *testing.T, number byte, method, origin, asked, headers string, discovery bool) {
		s := fuzzedSettings(number)
		r := cors.Request{Method: method, Origin: lines(origin), RequestMethod: lines(asked), RequestHeaders: lines(headers), SelfOrigin: self, Discovery: discovery}
		d := answerOf(compile(t, s).Decide(&r))
		for rule, broken := range brokenRules(s, r, d) {
			if broken {
				t.Errorf("%s:\n%+v\nunder %v\ngets %+v", rule, r, s, d)
			}
		}
	})
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// brokenRules says of each rule that holds for every answer whether this answer breaks it.
func brokenRules(s cors.Settings, r cors.Request, d answer) map[string]bool {
	sent := d.AllowOrigin + d.AllowMethods + d.AllowHeaders + d.MaxAge
	granted := d.AllowOrigin != "" || d.AllowCredentials || d.AllowMethods != "" || d.AllowHeaders != "" || d.MaxAge != ""
	exact := len(r.Origin) == 1 && d.AllowOrigin == r.Origin[0] && slices.Contains(s.Origins, d.AllowOrigin)
	return map[string]bool{
		"any origin never gets credentials":              d.AllowOrigin == "*" && d.AllowCredentials,
		"credentials only where they are set":            d.AllowCredentials && (!s.Credentials() || d.Reason == cors.Discovery),
		"no line break or control character":             strings.ContainsFunc(sent, func(c rune) bool { return c < ' ' && c != '\t' || c >= 0x7f }),
		"the origin is a star or the one that is listed": d.AllowOrigin != "" && d.AllowOrigin != "*" && !exact,
		"a star needs any origin or discovery":           d.AllowOrigin == "*" && !slices.Equal(s.Origins, []string{"*"}) && !r.Discovery,
		"no literal star for methods and headers":        d.AllowMethods == "*" || slices.Contains(names(d.AllowHeaders), "*"),
		"methods are what was asked":                     d.AllowMethods != "" && !slices.Equal(r.RequestMethod, []string{d.AllowMethods}),
		"headers are among what was asked":               !among(names(d.AllowHeaders), names(r.RequestHeaders...)),
		"headers of no page are never allowed":           among([]string{"cookie"}, names(d.AllowHeaders)) || among([]string{"origin"}, names(d.AllowHeaders)),
		"CORS off grants nothing":                        !s.Enabled() && granted,
		"a preflight is what asks":                       d.Preflight != r.IsPreflight(),
		"only preflights have a status":                  d.Preflight != (d.Status != 0),
		"a preflight is 204 or 403":                      d.Preflight && d.Status != 204 && d.Status != 403,
		"403 is denied and grants nothing":               d.Status == 403 && (!d.Denied() || granted),
		"a denied actual request grants nothing":         d.Denied() && !d.Preflight && granted,
		"a denied origin grants nothing":                 d.Denied() && !d.OriginAllowed && (granted || d.Preflight && d.Status != 403),
		"what is denied in part has no max-age":          d.Denied() && d.MaxAge != "",
		"what is allowed names its origin":               (d.Reason == cors.AllowedExact || d.Reason == cors.AllowedAny || d.Reason == cors.Discovery) && d.AllowOrigin == "",
		"only preflights answer what was asked":          !d.Preflight && d.AllowMethods+d.AllowHeaders+d.MaxAge != "",
		"the service's own origin is never refused":      slices.Equal(r.Origin, []string{self}) && d.Denied(),
		"discovery is for reading":                       d.Reason == cors.Discovery && !r.Discovery,
		"no origin, no CORS":                             (len(r.Origin) == 0) != (d.Reason == cors.NotCORS),
	}
}

// names are the elements of lists of header names.
func names(lines ...string) []string {
	var all []string
	for _, line := range lines {
		for element := range strings.SplitSeq(line, ",") {
			if name := strings.Trim(element, " \t"); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// among reports whether every name of part is in whole.
func among(part, whole []string) bool {
	for _, name := range part {
		if !slices.Contains(whole, name) {
			return false
		}
	}
	return true
}
