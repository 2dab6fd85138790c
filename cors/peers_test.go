// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	jub0bs "github.com/jub0bs/cors"
	rs "github.com/rs/cors"

	"github.com/corsgate/corsgate/cors"
)

// ourHandler is what a server does with a Policy.
func ourHandler(p *cors.Policy) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := cors.NewRequest(r.Method, r.Header)
		d := p.Decide(&request)
		d.Apply(w.Header())
		if d.Preflight {
			w.WriteHeader(d.Status)
		}
	})
}

// content is what stands behind the middleware.
func content() http.Handler { return http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}) }

// jub0bsHandler gives the same settings to github.com/jub0bs/cors. There, "*" for headers leaves authorization out, as
// Fetch does for the answer's list; max-age 0 is -1, and more than a day cannot be said.
func jub0bsHandler(t testing.TB, s cors.Settings) http.Handler {
	t.Helper()
	config := jub0bs.Config{
		Origins:                            slices.Concat(s.Origins, s.OriginPatterns),
		Credentialed:                       s.Credentials(),
		Methods:                            s.Methods,
		RequestHeaders:                     s.Headers,
		ResponseHeaders:                    strings.Split(cors.ExposedHeaders, ", "),
		DangerouslyTolerateInsecureOrigins: true,
	}
	if slices.Equal(s.Headers, []string{"*"}) {
		config.RequestHeaders = []string{"*", "authorization"}
	}
	if s.MaxAge != nil && *s.MaxAge <= jub0bsMaxAge {
		config.MaxAgeInSeconds = *s.MaxAge
		if *s.MaxAge == 0 {
			config.MaxAgeInSeconds = -1
		}
	}
	m, err := jub0bs.NewMiddleware(config)
	if err != nil {
		t.Fatalf("jub0bs/cors refuses %+v: %v", config, err)
	}
	return m.Wrap(content())
}

// The limits within which jub0bs/cors v0.13.6 says what it means: its binary search misses members of sets of five and
// more (https://github.com/jub0bs/cors/issues/15).
const (
	jub0bsMaxAge = 86_400
	jub0bsSet    = 4
)

// rsHandler gives the same settings to github.com/rs/cors. There, an empty list stands for a default one, GET does not
// include HEAD, and max-age 0 is -1.
func rsHandler(s cors.Settings) http.Handler {
	options := rs.Options{
		AllowedOrigins:   s.Origins,
		AllowCredentials: s.Credentials(),
		AllowedMethods:   append(slices.Clone(s.Methods), "no method"),
		AllowedHeaders:   append(slices.Clone(s.Headers), "no header"),
		ExposedHeaders:   strings.Split(cors.ExposedHeaders, ", "),
	}
	if slices.Contains(s.Methods, "GET") {
		options.AllowedMethods = append(options.AllowedMethods, "HEAD")
	}
	if s.MaxAge != nil {
		options.MaxAge = *s.MaxAge
		if *s.MaxAge == 0 {
			options.MaxAge = -1
		}
	}
	return rs.New(options).Handler(content())
}

// ask sends one request and returns the answer's status and fields.
func ask(h http.Handler, r cors.Request) (int, http.Header) {
	fields := http.Header{}
	for name, lines := range map[string][]string{"Origin": r.Origin, "Access-Control-Request-Method": r.RequestMethod,
		"Access-Control-Request-Headers": r.RequestHeaders} {
		if lines != nil {
			fields[name] = slices.Clone(lines)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, &http.Request{Method: r.Method, URL: &url.URL{Path: "/"}, Header: fields})
	return w.Code, w.Header()
}
