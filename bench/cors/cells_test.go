// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// The two requests.
const (
	actual    = "actual"
	preflight = "preflight"
)

// The outcomes of requests that browsers send.
const (
	allowed       = "allowed"
	refused       = "refused"        // the origin is not listed
	refusedMethod = "refused-method" // the origin is, the method is not
	refusedHeader = "refused-header" // the origin is, one of four headers is not
)

const path = "/Patient/1"

// cell is one place of the table, which every engine fills.
type cell struct {
	request, outcome string
	pattern          string
	entries          int
}

func (c cell) String() string {
	return fmt.Sprintf("request=%s/outcome=%s/pattern=%s/origins=%d", c.request, c.outcome, c.pattern, c.entries)
}

func patterns() []string { return []string{exact, subdomain} }

// sizes are how many origins the settings list.
func sizes() []int { return []int{1, 100, 10_000} }

// cells are the whole table, in its order.
func cells() (list []cell) {
	origins, lists := names(hostileOrigins()), names(hostileLists())
	outcomes := map[string][]string{
		actual:    slices.Concat([]string{allowed, refused}, origins),
		preflight: slices.Concat([]string{allowed, refused, refusedMethod, refusedHeader}, origins, lists),
	}
	for _, request := range []string{actual, preflight} {
		for _, outcome := range outcomes[request] {
			for _, pattern := range patterns() {
				for _, entries := range sizes() {
					list = append(list, cell{request, outcome, pattern, entries})
				}
			}
		}
	}
	return list
}

// cellsOf are those of the same settings.
func cellsOf(pattern string, entries int) []cell {
	return slices.DeleteFunc(cells(), func(c cell) bool { return c.pattern != pattern || c.entries != entries })
}

// withEntries is the cell beside it, where so many origins are listed.
func (c cell) withEntries(entries int) cell {
	c.entries = entries
	return c
}

// browserShaped reports whether a browser sends such requests.
func (c cell) browserShaped() bool {
	return slices.Contains([]string{allowed, refused, refusedMethod, refusedHeader}, c.outcome)
}

// listed is the entry that requests of the cell are about: the middle one, since some engines search from the first on.
func (c cell) listed() int { return c.entries / 2 }

// asked is the request, with those header fields alone that an engine looks at.
func (c cell) asked() *http.Request {
	method, origin := "PUT", memberOf(c.listed())
	list := "authorization,content-type,if-match,prefer"
	switch c.outcome {
	case refused:
		origin = memberOf(99_999)
	case refusedMethod:
		method = "PURGE"
	case refusedHeader:
		list = "authorization,content-type,dpop,prefer" // as sorted by the browser, in the middle
	}
	if hostile := hostileOrigins()[c.outcome]; hostile != nil {
		origin = hostile(domainOf(c.listed()))
	}
	if hostile := hostileLists()[c.outcome]; hostile != nil {
		list = hostile()
	}
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Host: "api.example", Header: make(http.Header)}
	r.Header.Set("Origin", origin)
	if c.request == preflight {
		r.Method = http.MethodOptions
		r.Header.Set("Access-Control-Request-Method", method)
		r.Header.Set("Access-Control-Request-Headers", list)
	}
	return r
}
