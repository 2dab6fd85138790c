// SPDX-License-Identifier: Apache-2.0

package repository

import "github.com/corsgate/corsgate/cors"

// RouteChange is a route to set, or only a label to remove: what a store reads for its followers.
type RouteChange struct {
	Route
	Removed bool
}

// Take fills the route with what a service's parts say of it.
func (c *RouteChange) Take(settings *Part[cors.Settings], upstream *Part[Upstream], gateway *Part[GatewaySettings]) {
	if settings != nil {
		c.Settings = settings.Value
	}
	if upstream != nil {
		c.Upstream = upstream.Value.URL
	}
	if gateway != nil {
		c.Enforcement, c.Discovery = gateway.Value.Enforcement, gateway.Value.Discovery
	}
}

// Commits puts the changes of one revision together; they come in the order of revisions.
func Commits(found []RouteChange) []Commit {
	var list []Commit
	for _, c := range found {
		if len(list) == 0 || list[len(list)-1].Revision != c.Revision {
			list = append(list, Commit{Revision: c.Revision})
		}
		last := &list[len(list)-1]
		if c.Removed {
			last.Removed = append(last.Removed, c.Label)
		} else {
			last.Routes = append(last.Routes, c.Route)
		}
	}
	return list
}
