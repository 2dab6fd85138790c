// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/internal/entra"
	"github.com/corsgate/corsgate/internal/samplefhir"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/sqlite"
	"github.com/corsgate/corsgate/service"
	"github.com/corsgate/corsgate/telemetry"
)

// The files in the data directory besides the keys. The table is that of a gateway whose store can be away.
const (
	storeFile = "corsgate.db"
	tableFile = "gateway-table.json"
)

// server is a running corsgate.
type server struct {
	log       *slog.Logger
	registry  *telemetry.Registry
	store     repository.Store
	schema    *schemaWatch      // nil on SQLite, which migrates itself
	saved     *gateway.Saved    // nil on SQLite, which is never away
	manager   *service.Manager  // nil without a management API
	follower  *gateway.Follower // nil without a gateway
	authority *entra.Authority  // nil without --dev, and where tokens are signed elsewhere
	listeners []*listener       // the operations port first: it stops last
	draining  atomic.Bool
}

// serve opens everything, runs it until ctx ends, and closes it in the opposite direction.
func (p *parts) serve(ctx context.Context, io streams) (err error) {
	s := &server{registry: telemetry.NewRegistry()}
	if s.log, err = telemetry.NewLogger(io.err, p.common.LogLevel); err != nil {
		return err
	}
	muteStandardLog(s.log)
	// Ports first: whoever finds one busy shall not have touched any data.
	ports, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer ports.close()
	unlock, err := p.takeDataDir()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := p.openStore(ctx, s); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.store.Close()) }()
	if err := p.assemble(s, ports); err != nil {
		return err
	}
	if p.dev != nil {
		if err := s.seed(ctx, "http://"+ports.sample.Addr().String()); err != nil {
			return fmt.Errorf("--dev cannot make its sample data: %w", err)
		}
		p.greet(io, ports, s.authority)
	}
	return s.run(ctx)
}

// takeDataDir makes the data directory what it has to be, and the server's own.
func (p *parts) takeDataDir() (unlock func() error, err error) {
	if p.data == nil {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(p.data.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("--data-dir: %w", err)
	}
	if unlock, err = lockDataDir(p.data.DataDir); err != nil {
		return nil, err
	}
	if p.dev != nil {
		if err := makeKeys(p.data.DataDir); err != nil {
			return nil, errors.Join(err, unlock())
		}
	}
	return unlock, nil
}

// openStore opens the database if there is one, and else the file in the data directory.
func (p *parts) openStore(ctx context.Context, s *server) error {
	if p.database.DatabaseURL != "" {
		// Gateways are upgraded last, so those that run apart meet the schema before this one.
		store, err := p.database.open(p.api == nil, s.log)
		if err != nil {
			return err
		}
		s.store, s.schema = store, newSchemaWatch(store.CheckSchema, s.log)
		if p.gateway != nil {
			s.saved = gateway.NewSaved(filepath.Join(p.data.DataDir, tableFile))
		}
		return nil
	}
	store, err := sqlite.Open(ctx, filepath.Join(p.data.DataDir, storeFile), sqlite.Options{})
	if err != nil {
		return fmt.Errorf("--data-dir %s: %w", p.data.DataDir, err)
	}
	s.store = store
	return nil
}

// assemble plugs the parts together.
func (p *parts) assemble(s *server, ports *ports) error {
	if p.dev != nil {
		if err := p.openAuthority(s, ports.api); err != nil {
			return err
		}
	}
	if p.api != nil {
		if err := p.api.assemble(s, p.common, ports.api); err != nil {
			return err
		}
	}
	if p.gateway != nil {
		if err := p.gateway.assemble(s, p.common, ports.gateway); err != nil {
			return err
		}
	}
	if p.dev != nil {
		sample := samplefhir.New(samplefhir.Options{Base: "http://" + ports.sample.Addr().String()})
		ports.sample.prepare(sample, apiTimeout, s.log)
	}
	ports.ops.prepare(telemetry.NewOps(s.registry, s.readiness), apiTimeout, s.log)
	s.listeners = ports.all()
	return nil
}
