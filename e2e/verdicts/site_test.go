// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// site is where the pages and what they call are found. It answers the same to a browser and to the test that asks
// what browser.Explain makes of it.
type site struct {
	port, securePort string
	exchanges        []exchange
}

// hosts are the names that browsers must find on the loopback. The page and the API are of one site, so that cookies go
// along where credentials do; the third is of another.
func hosts() []string { return []string{"app.example.org", "api.example.org", "other.example.com"} }

func (s *site) app() string    { return "http://app.example.org:" + s.port }
func (s *site) api() string    { return "http://api.example.org:" + s.port }
func (s *site) secure() string { return "https://app.example.org:" + s.securePort }

// pages are the kinds of page, in the order in which they are shown.
func pages() []string { return []string{"app", "sandbox", "secure"} }

// page returns a page's URL and its origin.
func (s *site) page(kind string) (url, origin string) {
	switch kind {
	case "sandbox":
		return s.app() + "/sandbox", "null"
	case "secure":
		return s.secure() + "/", s.secure()
	}
	return s.app() + "/", s.app()
}

// fill fills in the texts of exchange i.
func (s *site) fill(i int) *strings.Replacer {
	_, origin := s.page(s.exchanges[i].page)
	return strings.NewReplacer("{page}", origin, "{app}", s.app(), "{api}", s.api(),
		"{other}", "http://other.example.com:"+s.port, "{secure}", s.secure(),
		"{secureapi}", "https://api.example.org:"+s.securePort, "{port}", s.port, "{here}", here(i))
}

// here is the path that is exchange i's own.
func here(i int) string { return fmt.Sprintf("/%04d", i) }

// respond answers a request by its path alone: /0012/1 is hop 1 of exchange 12.
func (s *site) respond(url string, preflight bool) reply {
	_, rest, _ := strings.Cut(url, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "#")
	path, _, _ = strings.Cut(path, "?")
	switch path {
	case "":
		return html("Set-Cookie: session=1; Domain=example.org; Path=/")
	case "sandbox":
		return html("Content-Security-Policy: sandbox allow-scripts")
	}
	var i, n int
	if _, err := fmt.Sscanf(path, "%d/%d", &i, &n); err != nil || i >= len(s.exchanges) || n >= len(s.exchanges[i].hops) {
		return reply{Response: browser.Response{Status: http.StatusNotFound, Headers: noBody()}}
	}
	answer := s.exchanges[i].hops[n].actual
	if preflight {
		answer = s.exchanges[i].hops[n].preflight
	}
	if answer.status == 0 { // nobody should have asked
		return reply{Response: browser.Response{Status: http.StatusNotImplemented, Headers: noBody()}}
	}
	return answer.reply(preflight, s.fill(i))
}

func noBody() []browser.Header { return []browser.Header{{Name: "Content-Length", Value: "0"}} }

// html is the page with one more header line.
func html(line string) reply {
	name, value, _ := strings.Cut(line, ": ")
	return reply{body: document, Response: browser.Response{Status: http.StatusOK, Headers: []browser.Header{
		{Name: "Content-Type", Value: "text/html; charset=utf-8"},
		{Name: "Content-Length", Value: fmt.Sprint(len(document))},
		{Name: name, Value: value},
	}}}
}

// request is what exchange i's call is to browser.Explain.
func (s *site) request(i int, profile browser.Profile) browser.Request {
	call := s.call(i)
	_, origin := s.page(s.exchanges[i].page)
	r := browser.Request{Browser: profile, Origin: origin, URL: call.URL, Method: call.Method, XHR: call.XHR,
		Credentials: call.Credentials == include, AlwaysPreflight: call.Upload}
	for _, line := range call.Headers {
		r.Headers = append(r.Headers, browser.Header{Name: line[0], Value: line[1]})
	}
	return r
}

// call is exchange i's call with its texts filled in.
func (s *site) call(i int) call {
	c := s.exchanges[i].call
	c.URL = s.fill(i).Replace(c.URL)
	c.Headers = slices.Clone(c.Headers)
	if c.Headers == nil {
		c.Headers = [][2]string{}
	}
	return c
}
