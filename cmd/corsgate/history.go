// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/sqlite"
)

type historyCommand struct {
	ResourceID string `arg:"" name:"resource-id" help:"Resource id, such as /subscriptions/…/workspaces/demo/fhirservices/records."`
	databaseFlags
	dataFlags
}

// historyLine is one change, as it is printed.
type historyLine struct {
	Revision repository.Revision `json:"revision"`
	Time     time.Time           `json:"time"`
	Who      string              `json:"who"`
	Action   string              `json:"action"`
	Before   json.RawMessage     `json:"before"`
	After    json.RawMessage     `json:"after"`
}

// Run prints one line a change.
func (c historyCommand) Run(ctx context.Context, args arguments, io streams) error {
	id, err := arm.ParseID(c.ResourceID)
	if err != nil {
		return &usageError{err}
	}
	if err := c.databaseFlags.check(args); err != nil {
		return err
	}
	store, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	key := repository.NewKey(id.Subscription, id.Group, id.Workspace, id.Service)
	tenant, err := store.TenantOf(ctx, key)
	if errors.Is(err, repository.ErrNotFound) {
		return nil // a subscription that is not known has no history
	}
	if err != nil {
		return err
	}
	return printHistory(ctx, store, repository.Scope{Tenant: tenant}, key, id.Type, json.NewEncoder(io.out))
}

// open opens the store to read it. A running server is not disturbed.
func (c historyCommand) open(ctx context.Context) (repository.Store, error) {
	if c.DatabaseURL != "" {
		return c.reach(ctx)
	}
	store, err := sqlite.OpenReadOnly(ctx, filepath.Join(c.DataDir, storeFile), sqlite.Options{})
	if err != nil {
		return nil, fmt.Errorf("cannot open the store in --data-dir %s: %w", c.DataDir, err)
	}
	return store, nil
}

func printHistory(ctx context.Context, store repository.Store, scope repository.Scope, key repository.Key, t arm.Type, out *json.Encoder) error {
	const batch = 20 // records can be large
	out.SetEscapeHTML(false)
	for after := repository.Revision(0); ; {
		entries, err := store.History(ctx, scope, key, after, batch)
		if err != nil {
			return err
		}
		for _, e := range entries {
			after = e.Revision
			line := historyLine{e.Revision, e.At, e.Principal, e.Action, part(e.Before, t), part(e.After, t)}
			if isPart(t) && reflect.DeepEqual(line.Before, line.After) {
				continue
			}
			if err := out.Encode(line); err != nil {
				return err
			}
		}
		if len(entries) < batch {
			return nil
		}
	}
}

// isPart reports whether resources of the type are kept in the record of their service.
func isPart(t arm.Type) bool { return partName(t) != "" }

func partName(t arm.Type) string {
	switch t {
	case arm.CORSSettings:
		return "cors"
	case arm.Upstreams:
		return "upstream"
	case arm.GatewaySettings:
		return "gateway"
	}
	return ""
}

// part is what a record says of the resource asked for: all of it, or one member. The entry's JSON is the store's own.
func part(record []byte, t arm.Type) json.RawMessage {
	if !isPart(t) || record == nil {
		return record
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(record, &members) != nil {
		return nil
	}
	return members[partName(t)]
}
