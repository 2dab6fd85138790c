// SPDX-License-Identifier: Apache-2.0

package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

const (
	page    = "https://app.example.org"
	service = "https://fhir.example.org/Patient/1"
)

// fields are header lines, written as in HTTP.
func fields(lines ...string) []browser.Header {
	var list []browser.Header
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		list = append(list, browser.Header{Name: name, Value: strings.TrimSpace(value)})
	}
	return list
}

func ask(method string, lines ...string) browser.Outgoing {
	return browser.Outgoing{Method: method, URL: service, Headers: fields(append([]string{"Origin: " + page}, lines...)...)}
}

func preflight(method, headers string) browser.Outgoing {
	lines := []string{"Access-Control-Request-Method: " + method}
	if headers != "" {
		lines = append(lines, "Access-Control-Request-Headers: "+headers)
	}
	out := ask("OPTIONS", lines...)
	out.Preflight = true
	return out
}

func answer(to browser.Outgoing, status int, lines ...string) lint.Answer {
	return lint.Answer{Request: to, Response: browser.Response{Status: status, Headers: fields(lines...)}}
}

// good is a preflight's answer without a defect; lines come on top.
func good(lines ...string) lint.Answer {
	return answer(preflight("PUT", "content-type"), 204, append([]string{"Access-Control-Allow-Origin: " + page, "Vary: Origin",
		"Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: content-type", "Access-Control-Max-Age: 600"}, lines...)...)
}

// without leaves a field of an answer out.
func without(a lint.Answer, name string) lint.Answer {
	a.Response.Headers = slices.DeleteFunc(a.Response.Headers, func(h browser.Header) bool { return h.Name == name })
	return a
}

func instead(a lint.Answer, line string) lint.Answer {
	name, _, _ := strings.Cut(line, ":")
	a = without(a, name)
	a.Response.Headers = append(a.Response.Headers, fields(line)...)
	return a
}

func get(status int, lines ...string) lint.Answer { return answer(ask("GET"), status, lines...) }

const (
	origin = "Access-Control-Allow-Origin: " + page
	vary   = "Vary: Origin"
	secret = "Access-Control-Allow-Credentials: true"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	one := func(c lint.Code) []lint.Code { return []lint.Code{c} }
	for _, row := range []struct {
		name    string
		answers []lint.Answer
		want    []lint.Code
	}{
		{"nothing", nil, nil},
		{"good", []lint.Answer{good(), get(200, origin, vary)}, nil},
		{"good with credentials", []lint.Answer{good(secret)}, nil},
		{"good, *", []lint.Answer{without(instead(good(), "Access-Control-Allow-Origin: *"), "Vary")}, nil},
		{"no CORS at all", []lint.Answer{get(200, "ETag: 1")}, nil},

		{"two origins in two lines", []lint.Answer{good("Access-Control-Allow-Origin: *")}, one(lint.DuplicateHeader)},
		{"the same line twice", []lint.Answer{good(origin)}, one(lint.DuplicateHeader)},
		{"credentials twice", []lint.Answer{good(secret, secret)}, one(lint.DuplicateHeader)},
		{"max-age twice", []lint.Answer{good("Access-Control-Max-Age: 5")}, one(lint.DuplicateHeader)},
		{"methods in two lines are one list", []lint.Answer{good("Access-Control-Allow-Methods: PATCH")}, nil},
		{"request header in an answer", []lint.Answer{good("access-control-request-headers: x")}, one(lint.RequestHeaderInResponse)},
		{"misspelt", []lint.Answer{good("Access-Control-Allow-Header: x")}, one(lint.UnknownHeader)},
		{"misspelt in both answers", []lint.Answer{good("Access-Control-A: x", "Access-Control-A: y"), good("access-control-a: z")}, one(lint.UnknownHeader)},
		{"private network", []lint.Answer{good("Access-Control-Allow-Private-Network: true")}, nil},

		{"list of origins", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: https://a.example, https://b.example")}, one(lint.OriginList)},
		{"origins with spaces", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: https://a.example https://b.example")}, one(lint.OriginList)},
		{"pattern", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: https://*.example.org")}, one(lint.OriginPattern)},
		{"slash at the end", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: "+page+"/")}, one(lint.OriginNotSerialized)},
		{"upper case", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: https://App.example.org")}, one(lint.OriginNotSerialized)},
		{"empty origin", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: ")}, one(lint.OriginNotSerialized)},
		{"null", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: null")}, one(lint.NullOrigin)},

		{"True", []lint.Answer{good("Access-Control-Allow-Credentials: True")}, one(lint.CredentialsValue)},
		{"false", []lint.Answer{good("Access-Control-Allow-Credentials: false")}, one(lint.CredentialsValue)},
		{"* with credentials", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: *")}, one(lint.WildcardWithCredentials)},
		{"http origin with credentials", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: http://app.example.org")}, one(lint.InsecureOriginWithCredentials)},
		{"http origin without", []lint.Answer{instead(good(), "Access-Control-Allow-Origin: http://app.example.org")}, nil},
		{"localhost with credentials", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: http://localhost:3000")}, nil},
		{"below localhost", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: http://app.localhost")}, nil},
		{"loopback", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: http://127.0.0.1:3000")}, nil},
		{"loopback, IPv6", []lint.Answer{instead(good(secret), "Access-Control-Allow-Origin: http://[::1]")}, nil},
		{"no Vary", []lint.Answer{without(good(), "Vary")}, one(lint.NoVaryOrigin)},
		{"other Vary", []lint.Answer{instead(good(), "Vary: Accept, Accept-Encoding")}, one(lint.NoVaryOrigin)},
		{"Vary of several", []lint.Answer{instead(good(), "Vary: accept,ORIGIN")}, nil},
		{"Vary: *", []lint.Answer{instead(good(), "Vary: *")}, nil},

		{"405", []lint.Answer{answer(preflight("PUT", ""), 405)}, one(lint.PreflightStatus)},
		{"401", []lint.Answer{answer(preflight("PUT", ""), 401)}, one(lint.PreflightStatus)},
		{"redirect", []lint.Answer{answer(preflight("PUT", ""), 307)}, one(lint.PreflightRedirected)},
		{"204 that allows nothing", []lint.Answer{answer(preflight("PUT", "x-a"), 204)}, nil},
		{"no methods", []lint.Answer{without(good(), "Access-Control-Allow-Methods")}, one(lint.NoAllowMethods)},
		{"trace", []lint.Answer{instead(good(), "Access-Control-Allow-Methods: PUT, PATCH, trace")}, one(lint.ForbiddenMethod)},
		{"list without PATCH", []lint.Answer{instead(good(), "Access-Control-Allow-Methods: GET, PUT")}, one(lint.PatchMissing)},
		{"list with patch", []lint.Answer{instead(good(), "Access-Control-Allow-Methods: PUT, patch")}, one(lint.PatchMissing)},
		{"any method", []lint.Answer{instead(good(), "Access-Control-Allow-Methods: *")}, nil},
		{"any method with credentials", []lint.Answer{instead(good(secret), "Access-Control-Allow-Methods: *")}, one(lint.WildcardListWithCredentials)},
		{"no headers", []lint.Answer{without(good(), "Access-Control-Allow-Headers")}, one(lint.NoAllowHeaders)},
		{"no headers, none asked", []lint.Answer{answer(preflight("PUT", ""), 204, origin, vary, "Access-Control-Allow-Methods: PUT", "Access-Control-Max-Age: 1")}, nil},
		{"another header", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: X-A")}, one(lint.HeaderMissing)},
		{"header in another case", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: X-A, Content-Type")}, nil},
		{"header pattern", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: content-type, x-fhir-*")}, one(lint.ListPattern)},
		{"semicolons", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: content-type; x-a")}, one(lint.ListMalformed)},
		{"any header", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: *")}, one(lint.AuthorizationByWildcard)},
		{"any header and Authorization", []lint.Answer{instead(good(), "Access-Control-Allow-Headers: *, Authorization")}, nil},
		{"exposed on a preflight", []lint.Answer{good("Access-Control-Expose-Headers: ETag, Location")}, one(lint.ExposeOnPreflight)},
		{"some exposed on a preflight", []lint.Answer{good("Access-Control-Expose-Headers: ETag")}, []lint.Code{lint.ExposeOnPreflight, lint.NotExposed}},
		{"some exposed on a preflight, answer known", []lint.Answer{good("Access-Control-Expose-Headers: x"), get(200, origin, vary)}, one(lint.ExposeOnPreflight)},
		{"no max-age", []lint.Answer{without(good(), "Access-Control-Max-Age")}, one(lint.NoMaxAge)},
		{"max-age 0", []lint.Answer{instead(good(), "Access-Control-Max-Age: 0")}, nil},
		{"max-age -1", []lint.Answer{instead(good(), "Access-Control-Max-Age: -1")}, one(lint.MaxAgeInvalid)},
		{"max-age in words", []lint.Answer{instead(good(), "Access-Control-Max-Age: 1h")}, one(lint.MaxAgeInvalid)},
		{"max-age at the cap", []lint.Answer{instead(good(), "Access-Control-Max-Age: 007200")}, nil},
		{"max-age above the cap", []lint.Answer{instead(good(), "Access-Control-Max-Age: 7201")}, one(lint.MaxAgeAboveBrowserCap)},
		{"max-age beyond numbers", []lint.Answer{instead(good(), "Access-Control-Max-Age: "+strings.Repeat("9", 40))}, one(lint.MaxAgeAboveBrowserCap)},

		{"ETag hidden", []lint.Answer{get(200, origin, vary, "ETag: 1")}, one(lint.NotExposed)},
		{"ETag exposed", []lint.Answer{get(200, origin, vary, "ETag: 1", "Access-Control-Expose-Headers: etag")}, nil},
		{"all exposed", []lint.Answer{get(200, "Access-Control-Allow-Origin: *", "ETag: 1", "Access-Control-Expose-Headers: *")}, nil},
		{"* exposes nothing with credentials", []lint.Answer{get(200, origin, vary, secret, "ETag: 1", "Access-Control-Expose-Headers: *")},
			[]lint.Code{lint.WildcardListWithCredentials, lint.NotExposed}},
		{"error without CORS", []lint.Answer{good(), get(401)}, one(lint.AnswerWithoutCORS)},
		{"error without a preflight", []lint.Answer{get(401)}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(lint.Check(row.answers, nil)); !slices.Equal(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

// TestRefusals: what a server leaves out on purpose is no defect; what it leaves out without knowing is.
func TestRefusals(t *testing.T) {
	t.Parallel()
	const (
		denied = "Corsgate-Decision: denied; reason=MethodNotAllowed"
		byAll  = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	)
	put := preflight("PUT", "authorization")
	for _, row := range []struct {
		name   string
		answer lint.Answer
		want   []lint.Code
	}{
		{"the origin", answer(put, 403, vary), nil},
		{"the origin, by 401", answer(put, 401, vary), []lint.Code{lint.PreflightStatus}},
		{"403 that lets the origin in", answer(put, 403, origin, vary), []lint.Code{lint.PreflightStatus}},
		{"403 with a list", answer(put, 403, "Access-Control-Allow-Methods: PUT"), []lint.Code{lint.PreflightStatus}},
		{"all, corsgate", answer(put, 204, origin, vary, denied), nil},
		{"all, another server", answer(put, 204, origin, byAll), nil},
		{"all, nobody knows why", answer(put, 204, origin, vary), []lint.Code{lint.NoAllowMethods, lint.NoAllowHeaders, lint.NoMaxAge}},
		{"corsgate allows it", answer(put, 204, origin, vary, "Corsgate-Decision: allowed"), []lint.Code{lint.NoAllowMethods, lint.NoAllowHeaders, lint.NoMaxAge}},
		{"the method", answer(put, 204, origin, byAll, "Access-Control-Allow-Headers: authorization"), nil},
		{"the header", answer(put, 204, origin, byAll, "Access-Control-Allow-Methods: PUT"), nil},
		{"one header", answer(preflight("PUT", "a,b"), 204, origin, byAll, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: a"), nil},
		{"PATCH", answer(preflight("PATCH", ""), 204, origin, byAll, "Access-Control-Allow-Methods: PUT"), nil},
		{"nothing, and no max-age", answer(put, 204, origin, byAll, "Access-Control-Allow-Methods: PUT", "Access-Control-Allow-Headers: authorization"),
			[]lint.Code{lint.NoMaxAge}},
		{"nothing by *, and no max-age", answer(put, 204, origin, byAll, "Access-Control-Allow-Methods: *", "Access-Control-Allow-Headers: *, authorization"),
			[]lint.Code{lint.NoMaxAge}},
		{"POST needs no list", answer(preflight("POST", "a"), 204, origin, byAll, "Access-Control-Allow-Headers: a", "Access-Control-Max-Age: 5"), nil},
		{"a list without PATCH", answer(put, 204, origin, byAll, "Access-Control-Allow-Methods: GET, PUT"), []lint.Code{lint.PatchMissing}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			if got := codes(lint.Check([]lint.Answer{row.answer}, nil)); !slices.Equal(got, row.want) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
	refused := []lint.Answer{good(), get(200, vary, denied)}
	if got := lint.Check(refused, nil); len(got) != 0 {
		t.Errorf("a method that is refused for the call: %v", got)
	}
}

// TestDefectsAreBounded: a server can send what it likes.
func TestDefectsAreBounded(t *testing.T) {
	t.Parallel()
	hostile := good()
	for i := range 5_000 {
		hostile.Response.Headers = append(hostile.Response.Headers, browser.Header{Name: fmt.Sprintf("Access-Control-%d", i)})
	}
	if got := lint.Check([]lint.Answer{hostile}, nil); len(got) != 64 {
		t.Errorf("%d defects", len(got))
	}
}
