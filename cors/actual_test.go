// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// granted is the answer that the usual application may read.
func granted() answer {
	return answer{Reason: cors.AllowedExact, AllowOrigin: app, OriginAllowed: true}
}

// withheld is the answer that no page may read.
func withheld(reason cors.Reason) answer { return answer{Reason: reason} }

func TestActual(t *testing.T) {
	t.Parallel()
	credentials := granted()
	credentials.AllowCredentials = true
	everybody := granted()
	everybody.Reason, everybody.AllowOrigin = cors.AllowedAny, "*"
	method := withheld(cors.MethodNotAllowed)
	method.OriginAllowed = true
	two := actual("GET", app)
	two.Origin = []string{app, app}
	half := actual("OPTIONS", app)
	half.RequestHeaders = []string{"x-secret"}
	options := with(func(s *cors.Settings) { s.Methods = []string{"OPTIONS"} })
	writeOnly := with(func(s *cors.Settings) { s.Methods = []string{"PUT"} })
	crowd := open()
	crowd.Methods = []string{"PUT"}
	check(t, []decision{
		{"listed", usual(), actual("GET", app), granted()},
		{"listed, write", usual(), actual("DELETE", app), granted()},
		{"listed, HEAD by GET", usual(), actual("HEAD", app), granted()},
		{"credentials", with(func(s *cors.Settings) { s.AllowCredentials = new(true) }), actual("GET", app), credentials},
		{"any origin", open(), actual("GET", app), everybody},
		{"null under any origin", open(), actual("GET", "null"), everybody},
		{"other scheme under any origin", open(), actual("GET", "capacitor://localhost"), everybody},
		{"IPv6 under any origin", open(), actual("GET", "http://[::1]:3000"), everybody},
		{"not listed", usual(), actual("GET", other), withheld(cors.OriginNotAllowed)},
		{"null", usual(), actual("GET", "null"), withheld(cors.OriginNotAllowed)},
		{"malformed", usual(), actual("GET", app+"/"), withheld(cors.OriginMalformed)},
		{"malformed under any origin", open(), actual("GET", "x"), withheld(cors.OriginMalformed)},
		{"two lines", usual(), two, withheld(cors.OriginMalformed)},
		{"CORS off", cors.Settings{}, actual("GET", app), withheld(cors.CORSDisabled)},
		{"GET not listed", writeOnly, actual("GET", app), method},
		{"HEAD not listed", writeOnly, actual("HEAD", app), method},
		{"POST not listed", writeOnly, actual("POST", app), method},
		{"other method not listed", usual(), actual("PURGE", app), method},
		{"method in another case", usual(), actual("put", app), method},
		{"POST not listed under any origin", crowd, actual("POST", app), method},
		{"OPTIONS that asks for no method is no preflight", options, half, granted()},
	})
}

func TestWithoutOrigin(t *testing.T) {
	t.Parallel()
	constant := answer{Reason: cors.NotCORS, AllowOrigin: "*"}
	options := cors.Request{Method: "OPTIONS", RequestMethod: []string{"PUT"}, RequestHeaders: []string{"x-a"}}
	crowd := open()
	crowd.Methods = []string{"GET"}
	check(t, []decision{
		{"list", usual(), cors.Request{Method: "GET"}, withheld(cors.NotCORS)},
		{"any origin", open(), cors.Request{Method: "GET"}, constant},
		{"any origin, write", open(), cors.Request{Method: "PUT"}, constant},
		{"any origin, HEAD by GET", crowd, cors.Request{Method: "HEAD"}, constant},
		{"any origin, method not listed", crowd, cors.Request{Method: "POST"}, withheld(cors.NotCORS)},
		{"OPTIONS is no preflight", open(), options, constant},
		{"OPTIONS under a list", usual(), options, withheld(cors.NotCORS)},
		{"CORS off", cors.Settings{}, cors.Request{Method: "GET"}, withheld(cors.NotCORS)},
	})
}

// TestSameOrigin wants the service's own pages to be left alone whatever the settings say: browsers send Origin with
// every POST, and put CORS to no use within one origin.
func TestSameOrigin(t *testing.T) {
	t.Parallel()
	own := func(r cors.Request) cors.Request {
		r.SelfOrigin = self
		return r
	}
	same := answer{Reason: cors.SameOrigin, OriginAllowed: true}
	welcome := same
	welcome.Preflight, welcome.Status = true, 204
	listed := cors.Settings{Origins: []string{self}, Methods: []string{"GET"}}
	listedGet := answer{Reason: cors.AllowedExact, AllowOrigin: self, OriginAllowed: true}
	crowd := open()
	crowd.Methods = []string{"GET"}
	everybody := granted()
	everybody.Reason, everybody.AllowOrigin = cors.AllowedAny, "*"
	two := own(actual("POST", self))
	two.Origin = []string{self, self}
	check(t, []decision{
		{"not listed", usual(), own(actual("POST", self)), same},
		{"CORS off", cors.Settings{}, own(actual("POST", self)), same},
		{"preflight", usual(), own(preflight("PUT", self)), welcome},
		{"listed", listed, own(actual("GET", self)), listedGet},
		{"listed, method not", listed, own(actual("POST", self)), same},
		{"listed, method not, preflight", listed, own(preflight("PUT", self)), welcome},
		{"any origin", crowd, own(actual("GET", self)), everybody},
		{"any origin, method not listed", crowd, own(actual("POST", self)), same},
		{"another origin", usual(), own(actual("POST", other)), withheld(cors.OriginNotAllowed)},
		{"two lines", usual(), two, withheld(cors.OriginMalformed)},
		{"empty origin where the own one is not known", usual(), actual("POST", ""), withheld(cors.OriginMalformed)},
	})
}
