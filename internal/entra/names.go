// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"net"
	"slices"
	"strings"
)

// Endpoint is where the management API, and with it the authority, is served.
type Endpoint struct {
	// Address is the listener's, such as 127.0.0.1:8443.
	Address string
	// PublicURL is what the API's links start with, if that is something else.
	PublicURL string
}

// names are the URLs by which clients may call the API. Bases are those under which the authority can be called, the
// first of which stands for all others, and resources those that a token can be for; none ends in a slash.
type names struct{ bases, resources []string }

func namesOf(api Endpoint) names {
	urls := []string{"https://" + api.Address}
	add := func(url string) {
		if url = strings.TrimSuffix(url, "/"); url != "" && !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	add(api.PublicURL)
	if _, port, err := net.SplitHostPort(api.Address); err == nil {
		for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
			add("https://" + net.JoinHostPort(host, port))
		}
	}
	// What tools ask for that are not told of another audience than Azure's own.
	azure := []string{"https://management.azure.com", "https://management.core.windows.net"}
	return names{bases: urls, resources: append(slices.Clone(urls), azure...)}
}

// baseFor is the base under the host that a client has called. Clients compare hosts: MSAL refuses an issuer on another
// one than that where it has looked.
func (n names) baseFor(host string) string {
	for _, base := range n.bases {
		_, rest, _ := strings.Cut(base, "://")
		if name, _, _ := strings.Cut(rest, "/"); strings.EqualFold(host, name) {
			return base
		}
	}
	return n.bases[0]
}

// audience is the resource as the token names it. As in Entra ID it keeps a slash at its end.
func (n names) audience(resource string) (string, bool) {
	bare := strings.TrimSuffix(resource, "/")
	for _, known := range n.resources {
		if strings.EqualFold(bare, known) {
			return known + resource[len(bare):], true
		}
	}
	return "", false
}

// audiences are all that audience can answer.
func (n names) audiences() []string {
	var all []string
	for _, resource := range n.resources {
		all = append(all, resource, resource+"/")
	}
	return all
}
