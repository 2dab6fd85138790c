// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// parts are what a command serves, with their settings; nil is what it does not have.
type parts struct {
	common   *commonFlags
	database *databaseFlags
	data     *dataFlags
	api      *apiFlags
	gateway  *gatewayFlags
	dev      *devFlags
}

// run serves until ctx ends, then drains.
func (p *parts) run(ctx context.Context, args arguments, io streams) error {
	if err := p.check(args); err != nil {
		return err
	}
	if p.dev != nil {
		if err := p.adjustToDev(); err != nil {
			return err
		}
	}
	if err := p.missing(); err != nil {
		return err
	}
	return p.serve(ctx, io)
}

// check refuses settings that contradict each other or the place they stand in.
func (p *parts) check(args arguments) error {
	if err := p.database.check(args); err != nil {
		return err
	}
	if err := p.common.check(); err != nil {
		return err
	}
	if p.api != nil {
		return p.api.check()
	}
	return nil
}

// missing names every setting without which it would not be safe to serve, or not possible.
func (p *parts) missing() error {
	var database error
	if p.api == nil || p.gateway == nil {
		database = p.database.require("an API and a gateway that run apart share their settings, and SQLite is for one process")
	}
	var flags []string
	if p.api != nil {
		flags = append(flags, p.api.missing()...)
	}
	if p.gateway != nil {
		flags = append(flags, p.gateway.missing()...)
	}
	if len(flags) == 0 {
		return database
	}
	return errors.Join(fmt.Errorf("missing: %s. `corsgate init DIR` makes the files; `corsgate serve --dev` needs none of these",
		strings.Join(flags, ", ")), database)
}
