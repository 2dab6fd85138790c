// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// permitted is the answer to a preflight of the usual application that may do all it asks for.
func permitted(method, headers string) answer {
	return answer{Reason: cors.AllowedExact, Preflight: true, Status: 204, AllowOrigin: app,
		AllowMethods: method, AllowHeaders: headers, MaxAge: "600", OriginAllowed: true}
}

// partly is the answer that leaves the refused part out, so that the browser names it.
func partly(reason cors.Reason, method, headers string) answer {
	return answer{Reason: reason, Preflight: true, Status: 204, AllowOrigin: app,
		AllowMethods: method, AllowHeaders: headers, OriginAllowed: true}
}

// forbidden is the answer without any permission.
func forbidden(reason cors.Reason) answer {
	return answer{Reason: reason, Preflight: true, Status: 403}
}

func TestPreflightAllowed(t *testing.T) {
	t.Parallel()
	everybody := permitted("PUT", "authorization,x-anything")
	everybody.Reason, everybody.AllowOrigin, everybody.MaxAge = cors.AllowedAny, "*", ""
	credentials := permitted("PUT", "authorization")
	credentials.AllowCredentials = true
	noAge, zeroAge := permitted("PUT", ""), permitted("PUT", "")
	noAge.MaxAge, zeroAge.MaxAge = "", "0"
	any := open()
	any.Origins = []string{app}
	patch := permitted("patch", "")
	patch.MaxAge = ""
	check(t, []decision{
		{"method and headers", usual(), preflight("PUT", app, "authorization,content-type"), permitted("PUT", "authorization,content-type")},
		{"no headers", usual(), preflight("DELETE", app), permitted("DELETE", "")},
		{"safelisted method", usual(), preflight("POST", app, "content-type"), permitted("POST", "content-type")},
		{"GET includes HEAD", usual(), preflight("HEAD", app, "authorization"), permitted("HEAD", "authorization")},
		{"any origin, header and method", open(), preflight("PUT", app, "authorization,x-anything"), everybody},
		{"any method in the case that was asked", any, preflight("patch", app), patch},
		{"credentials", with(func(s *cors.Settings) { s.AllowCredentials = new(true) }), preflight("PUT", app, "authorization"), credentials},
		{"credentials refused", with(func(s *cors.Settings) { s.AllowCredentials = new(false) }), preflight("PUT", app, "authorization"), permitted("PUT", "authorization")},
		{"no max-age", with(func(s *cors.Settings) { s.MaxAge = nil }), preflight("PUT", app), noAge},
		{"max-age 0", with(func(s *cors.Settings) { s.MaxAge = new(0) }), preflight("PUT", app), zeroAge},
	})
}

func TestPreflightOriginRefused(t *testing.T) {
	t.Parallel()
	two := preflight("PUT", app)
	two.Origin = []string{app, other}
	twice := preflight("PUT", app)
	twice.Origin = []string{app, app}
	off := with(func(s *cors.Settings) { s.Origins = []string{} })
	check(t, []decision{
		{"not listed", usual(), preflight("PUT", other, "authorization"), forbidden(cors.OriginNotAllowed)},
		{"not listed, safelisted method", usual(), preflight("GET", other), forbidden(cors.OriginNotAllowed)},
		{"other scheme", usual(), preflight("PUT", "http://app.example.org"), forbidden(cors.OriginNotAllowed)},
		{"other port", usual(), preflight("PUT", app+":8443"), forbidden(cors.OriginNotAllowed)},
		{"below the listed one", usual(), preflight("PUT", "https://x.app.example.org"), forbidden(cors.OriginNotAllowed)},
		{"trailing dot", usual(), preflight("PUT", app+"."), forbidden(cors.OriginNotAllowed)},
		{"null", usual(), preflight("PUT", "null"), forbidden(cors.OriginNotAllowed)},
		{"upper case", usual(), preflight("PUT", "https://APP.example.org"), forbidden(cors.OriginMalformed)},
		{"trailing slash", usual(), preflight("PUT", app+"/"), forbidden(cors.OriginMalformed)},
		{"default port", usual(), preflight("PUT", app+":443"), forbidden(cors.OriginMalformed)},
		{"star", usual(), preflight("PUT", "*"), forbidden(cors.OriginMalformed)},
		{"empty", usual(), preflight("PUT", ""), forbidden(cors.OriginMalformed)},
		{"two lines", usual(), two, forbidden(cors.OriginMalformed)},
		{"the same line twice", usual(), twice, forbidden(cors.OriginMalformed)},
		{"two in one line", usual(), preflight("PUT", app+", "+other), forbidden(cors.OriginMalformed)},
		{"malformed under any origin", open(), preflight("PUT", app+"/fhir"), forbidden(cors.OriginMalformed)},
		{"two lines under any origin", open(), two, forbidden(cors.OriginMalformed)},
		{"CORS off", cors.Settings{}, preflight("PUT", app), forbidden(cors.CORSDisabled)},
		{"CORS off, the rest set", off, preflight("GET", app), forbidden(cors.CORSDisabled)},
	})
}

func TestPreflightMethodRefused(t *testing.T) {
	t.Parallel()
	writeOnly := with(func(s *cors.Settings) { s.Methods = []string{"PUT", "HEAD"} })
	nothing := with(func(s *cors.Settings) { s.Methods = nil })
	silent := forbidden(cors.MethodNotAllowed)
	silent.OriginAllowed = true
	two := preflight("PUT", app)
	two.RequestMethod = []string{"PUT", "DELETE"}
	any := with(func(s *cors.Settings) { s.Methods = []string{"*"} })
	check(t, []decision{
		{"not listed", usual(), preflight("PURGE", app, "x-secret"), partly(cors.MethodNotAllowed, "", "")},
		{"not listed, headers allowed", usual(), preflight("PURGE", app, "authorization"), partly(cors.MethodNotAllowed, "", "authorization")},
		{"other case", usual(), preflight("patch", app), partly(cors.MethodNotAllowed, "", "")},
		{"lower-case get is another method", usual(), preflight("get", app), partly(cors.MethodNotAllowed, "", "")},
		{"empty", usual(), preflight("", app), partly(cors.MethodNotAllowed, "", "")},
		{"two lines", usual(), two, partly(cors.MethodNotAllowed, "", "")},
		{"two in one line", usual(), preflight("PUT, DELETE", app), partly(cors.MethodNotAllowed, "", "")},
		{"forbidden under any", any, preflight("trace", app), partly(cors.MethodNotAllowed, "", "")},
		{"no token under any", any, preflight("PUT\r\nX: y", app), partly(cors.MethodNotAllowed, "", "")},
		{"empty under any", any, preflight("", app), partly(cors.MethodNotAllowed, "", "")},
		{"literal star under any", any, preflight("*", app), partly(cors.MethodNotAllowed, "", "")},
		{"GET not listed", writeOnly, preflight("GET", app, "authorization"), silent},
		{"POST not listed", writeOnly, preflight("POST", app, "authorization"), silent},
		{"HEAD listed without GET", writeOnly, preflight("HEAD", app), permitted("HEAD", "")},
		{"HEAD with no method", nothing, preflight("HEAD", app), silent},
		{"PUT with no method", nothing, preflight("PUT", app), partly(cors.MethodNotAllowed, "", "")},
	})
}
