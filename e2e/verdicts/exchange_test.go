// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// exchange is a call that a page makes, and what the server answers on each hop of it. Its texts may hold {page}, the
// page's origin, {app}, {api}, {other}, {secure} and {secureapi}, origins of the site, {port} and {here}, the path that
// is the exchange's own.
type exchange struct {
	name string // its dimensions
	page string // a key of the site's pages
	call call
	hops []hop
}

// hop is what the server answers at one URL.
type hop struct{ preflight, actual answer }

// answer is a status and header lines.
type answer struct {
	status int
	lines  []string
}

// exchanges are all of them, in a fixed order. Each has URLs of its own, so that no browser's memory of an earlier
// preflight can play a part.
func exchanges() []exchange {
	return slices.Concat(origins(), opaqueOrigins(), credentials(), statuses(), methods(), requestHeaders(), safelist(),
		normalized(), orders(), exposures(), redirects(), redirectedPreflights(), chains(), oddRedirects(), schemes(),
		badPorts())
}

const (
	acao = "Access-Control-Allow-Origin: "
	acac = "Access-Control-Allow-Credentials: "
	acam = "Access-Control-Allow-Methods: "
	acah = "Access-Control-Allow-Headers: "
	aceh = "Access-Control-Expose-Headers: "
)

// ok is an answer with status 200.
func ok(lines ...string) answer { return answer{200, lines} }

// open answers allow any page what the exchange is not about.
func open(lines ...string) answer { return ok(append([]string{acao + "*"}, lines...)...) }

// trusting answers allow the page with credentials.
func trusting(lines ...string) answer {
	return ok(append([]string{acao + "{page}", acac + "true"}, lines...)...)
}

// allowing is open or trusting, as the call needs it.
func allowing(mode string, lines ...string) answer {
	if mode == include {
		return trusting(lines...)
	}
	return open(lines...)
}

const (
	include    = "include"
	sameOrigin = "same-origin" // the credentials mode that fetch has without being told
)

// modes are the credentials modes that differ for a call to another origin.
func modes() []string { return []string{sameOrigin, include} }

// at is one exchange with the usual page, and the usual URL where the call has none.
func at(name string, c call, hops ...hop) exchange {
	if c.URL == "" {
		c.URL = "{api}{here}/0"
	}
	if c.Credentials == "" {
		c.Credentials = sameOrigin
	}
	return exchange{name: name, page: "app", call: c, hops: hops}
}

// headers make a call's header lines of "name:value" texts.
func headers(lines ...string) [][2]string {
	list := make([][2]string, 0, len(lines))
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		list = append(list, [2]string{name, value})
	}
	return list
}

// maker names how the call is made.
func maker(xhr bool) string {
	if xhr {
		return "xhr"
	}
	return "fetch"
}

// String shows the exchange where a test fails.
func (e exchange) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s page: %s %s %s %v credentials %s\n", e.page, maker(e.call.XHR), e.call.Method, e.call.URL,
		e.call.Headers, e.call.Credentials)
	for i, h := range e.hops {
		for k, a := range []answer{h.preflight, h.actual} {
			if a.status != 0 {
				fmt.Fprintf(&b, "answer to the %s of hop %d: %d %q\n", [...]string{"preflight", "call"}[k], i, a.status, a.lines)
			}
		}
	}
	return b.String()
}

// reply makes the answer's bytes-to-be: the texts filled in, and a body.
func (a answer) reply(preflight bool, fill *strings.Replacer) reply {
	r := reply{Response: browser.Response{Status: a.status}}
	for _, line := range a.lines {
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(fill.Replace(value), " ")
		r.Headers = append(r.Headers, browser.Header{Name: name, Value: value})
	}
	if a.status == http.StatusNoContent || a.status == http.StatusNotModified {
		return r
	}
	if !preflight {
		r.body = "hello"
	}
	length := browser.Header{Name: "Content-Length", Value: fmt.Sprint(len(r.body))}
	r.Headers = append(r.Headers, length)
	return r
}
