// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"slices"
)

// The two kinds of entries that a list of origins has here.
const (
	exact     = "exact"
	subdomain = "subdomain"
)

// setup is what every engine is told, each in its own words. Credentials are allowed, and exposedHeaders exposed.
type setup struct {
	origins  []string // exact ones
	patterns []string // "https://*." and a domain: one or more labels in its place
	headers  []string
}

const maxAge = 7200 // seconds

func methods() []string { return []string{"GET", "POST", "PUT", "PATCH", "DELETE"} }

// requestHeaders are eight that FHIR clients send.
func requestHeaders() []string {
	return []string{"authorization", "content-type", "if-match", "if-none-exist", "if-none-match", "prefer",
		"x-correlation-id", "x-request-id"}
}

// domainOf is a registrable domain. All have the same length: comparing two of them takes as long as it can.
func domainOf(n int) string { return fmt.Sprintf("clinic-%05d.example", n) }

// memberOf is the page's origin that the entry for domain n lets in, whichever kind the entry is.
func memberOf(n int) string { return "https://portal." + domainOf(n) }

// setupOf lists so many entries of one kind.
func setupOf(pattern string, entries int) setup {
	s := setup{headers: requestHeaders()}
	for n := range entries {
		if pattern == subdomain {
			s.patterns = append(s.patterns, "https://*."+domainOf(n))
		} else {
			s.origins = append(s.origins, memberOf(n))
		}
	}
	return s
}

// all is for engines that keep both kinds in one list.
func (s setup) all() []string { return slices.Concat(s.origins, s.patterns) }
