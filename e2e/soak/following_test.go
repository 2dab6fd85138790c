// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"

	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/postgres"
)

// followerVariable is set where this test binary runs as a follower, to its followerConfig.
const followerVariable = "SOAK_FOLLOWER"

// followerConfig is what a follower is told.
type followerConfig struct {
	URL    string
	Saved  string // file for its table
	Labels []string
	Bug    bug // planted in it
}

// follow is the gateway as the program's gateway command puts it together, with a recorder between store and follower,
// and nobody who calls. It goes on until its input ends, and prints its steps.
func follow(config string, in io.Reader, out io.Writer) (err error) {
	var c followerConfig
	if err := json.Unmarshal([]byte(config), &c); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	store, err := postgres.Open(c.URL, postgres.Options{FollowOnly: true, Logger: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	table := gateway.NewTable()
	record := &recorder{watcher: plant(c.Bug, store), labels: c.Labels, out: json.NewEncoder(out),
		gateway: gateway.Handler(table, gateway.Options{Domain: domain})}
	follower := gateway.NewFollower(record, table, gateway.FollowerOptions{ByDefault: repository.Advise, Logger: log,
		Saved: gateway.NewSaved(c.Saved)})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, in) // whatever ends it, it is the end
		stop()
	}()
	follower.Run(ctx)
	return record.last()
}
