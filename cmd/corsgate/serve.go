// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
)

// serveCommand is everything in one process.
type serveCommand struct {
	dataFlags
	databaseFlags
	apiFlags
	gatewayFlags
	commonFlags
	devFlags
}

// Run serves until ctx ends, then drains.
func (c *serveCommand) Run(ctx context.Context, args arguments, io streams) error {
	p := parts{common: &c.commonFlags, database: &c.databaseFlags, data: &c.dataFlags, api: &c.apiFlags, gateway: &c.gatewayFlags}
	if c.Dev {
		p.dev = &c.devFlags
	}
	return p.run(ctx, args, io)
}
