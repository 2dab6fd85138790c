// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// Route is what the gateway does for one service: immutable once it is in the table.
type Route struct {
	label    string
	tenant   string
	policy   *cors.Policy // nil: CORS is off
	upstream *url.URL     // nil: none is set
	// enforce refuses actual requests that CORS does not allow.
	enforce bool
	// discovery opens the discovery documents to any origin.
	discovery bool
	revision  repository.Revision
	// record is what the route was compiled from; nil where no table is saved.
	record *repository.Route
}

// compile makes a Route, or says why the record cannot be one. Services with the same settings share a policy.
func compile(r repository.Route, byDefault repository.Enforcement, policies *cors.Pool) (*Route, error) {
	policy, err := policies.Compile(r.Settings)
	if err != nil {
		return nil, err
	}
	route := &Route{label: r.Label, tenant: r.Tenant, policy: policy, revision: r.Revision, discovery: r.Discovery != repository.ConfiguredOrigins}
	if r.Enforcement == "" {
		r.Enforcement = byDefault
	}
	route.enforce = r.Enforcement == repository.Enforce
	if r.Upstream == "" {
		return route, nil
	}
	if route.upstream, err = url.Parse(r.Upstream); err != nil || route.upstream.Host == "" {
		return nil, fmt.Errorf("the upstream of %s is no URL", r.Label)
	}
	route.upstream.Path = strings.TrimSuffix(route.upstream.Path, "/")
	route.upstream.RawPath = strings.TrimSuffix(route.upstream.RawPath, "/")
	return route, nil
}
