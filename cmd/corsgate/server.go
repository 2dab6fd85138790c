// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/corsgate/corsgate/api"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/internal/forwarded"
	"github.com/corsgate/corsgate/internal/keyring"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/internal/samplefhir"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/sqlite"
	"github.com/corsgate/corsgate/service"
	"github.com/corsgate/corsgate/telemetry"
)

// server is a running corsgate.
type server struct {
	log       *slog.Logger
	registry  *telemetry.Registry
	store     *sqlite.Store
	manager   *service.Manager
	follower  *gateway.Follower
	listeners []*listener // the operations port first: it stops last
	draining  atomic.Bool
}

// serve opens everything, runs it until ctx ends, and closes it in the opposite direction.
func (c *serveCommand) serve(ctx context.Context, io streams) (err error) {
	s := &server{registry: telemetry.NewRegistry()}
	if s.log, err = telemetry.NewLogger(io.err, c.LogLevel); err != nil {
		return err
	}
	muteStandardLog(s.log)
	// Ports first: whoever finds one busy shall not have touched any data.
	ports, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer ports.close()
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("--data-dir: %w", err)
	}
	unlock, err := lockDataDir(c.DataDir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if c.Dev {
		if err := c.makeKeys(); err != nil {
			return err
		}
	}
	if s.store, err = sqlite.Open(ctx, filepath.Join(c.DataDir, storeFile), sqlite.Options{}); err != nil {
		return fmt.Errorf("--data-dir %s: %w", c.DataDir, err)
	}
	defer func() { err = errors.Join(err, s.store.Close()) }()
	if err := c.assemble(s, ports); err != nil {
		return err
	}
	if c.Dev {
		if err := s.seed(ctx, "http://"+ports.sample.Addr().String()); err != nil {
			return fmt.Errorf("cannot make the sample data: %w", err)
		}
		c.greet(io, ports)
	}
	return s.run(ctx)
}

// assemble plugs the parts together.
func (c *serveCommand) assemble(s *server, p *ports) error {
	key, err := keyring.LoadVerifier(c.TokenKey)
	if err != nil {
		return fmt.Errorf("--token-key: %w", err)
	}
	roots, err := c.upstreamRoots()
	if err != nil {
		return err
	}
	publicURL := c.PublicURL
	if publicURL == "" {
		publicURL = "https://" + p.api.Addr().String()
	}
	guard := netguard.New(c.UpstreamAllow, c.GatewayDomain)
	trust := forwarded.New(c.TrustedProxy)
	s.manager = service.New(s.store, service.Options{CheckUpstream: guard.CheckURL})
	metrics := gateway.NewMetrics(s.registry)
	table := gateway.NewTable()
	s.follower = gateway.NewFollower(s.store, table, repository.Enforcement(c.DefaultEnforcement), s.log, metrics)

	p.api.prepare(api.Handler(s.manager, auth.NewLocalVerifier(key, time.Now), api.Options{
		PublicURL: publicURL, Logger: s.log, Metrics: s.registry, Trust: trust}), apiTimeout, s.log)
	if err := p.api.secure("--api-tls-cert", c.APITLSCert, c.APITLSKey); err != nil {
		return err
	}
	p.gateway.prepare(gateway.Handler(table, gateway.Options{Domain: c.GatewayDomain, MaxBody: c.GatewayMaxBody,
		Transport: gateway.NewTransport(guard, roots), Trust: trust, Logger: s.log, Metrics: metrics}), 0, s.log)
	if err := p.gateway.secure("--gateway-tls-cert", c.GatewayTLSCert, c.GatewayTLSKey); err != nil {
		return err
	}
	p.ops.prepare(telemetry.NewOps(s.registry, s.readiness), apiTimeout, s.log)
	s.listeners = []*listener{p.ops, p.api, p.gateway}
	if p.sample != nil {
		p.sample.prepare(samplefhir.New(samplefhir.Options{Base: "http://" + p.sample.Addr().String()}), apiTimeout, s.log)
		s.listeners = append(s.listeners, p.sample)
	}
	return nil
}

func (c *serveCommand) upstreamRoots() (*x509.CertPool, error) {
	if c.UpstreamCAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(c.UpstreamCAFile)
	if err != nil {
		return nil, fmt.Errorf("--upstream-ca-file: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--upstream-ca-file %s: there is no PEM certificate in it", c.UpstreamCAFile)
	}
	return roots, nil
}

func (s *server) readiness() telemetry.Readiness {
	status := s.follower.Status()
	if s.draining.Load() {
		status.Ready, status.Reason = false, "draining"
	}
	return telemetry.Readiness{Ready: status.Ready, AppliedRevision: int64(status.Applied), Reason: status.Reason}
}
