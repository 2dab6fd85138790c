// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"os"

	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/internal/forwarded"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/repository"
)

// gatewayFlags are the settings of the gateway.
type gatewayFlags struct {
	GatewayListen      string `default:"127.0.0.1:8080" help:"Address of the gateway."`
	GatewayTLSCert     string `name:"gateway-tls-cert" help:"PEM file: certificate chain of the gateway."`
	GatewayTLSKey      string `name:"gateway-tls-key" help:"PEM file: key of that certificate."`
	GatewayPlaintext   bool   `help:"Serve the gateway without TLS, behind something that has it."`
	UpstreamCAFile     string `name:"upstream-ca-file" help:"PEM file: CAs of upstreams, instead of the system's."`
	DefaultEnforcement string `enum:"advise,enforce" default:"advise" help:"For services that do not say: advise (browsers hide the answer) or enforce (the gateway refuses the request)."`
	GatewayMaxBody     int64  `placeholder:"BYTES" help:"Largest request body that the gateway passes on. Default: unlimited."`
}

// gatewayCommand is one of many processes that enforce the settings of one database.
type gatewayCommand struct {
	dataFlags
	databaseFlags
	gatewayFlags
	commonFlags
}

// Run serves until ctx ends, then drains.
func (c *gatewayCommand) Run(ctx context.Context, args arguments, io streams) error {
	p := parts{common: &c.commonFlags, database: &c.databaseFlags, data: &c.dataFlags, gateway: &c.gatewayFlags}
	return p.run(ctx, args, io)
}

func (f *gatewayFlags) missing() []string {
	switch {
	case f.GatewayTLSCert == "" && f.GatewayTLSKey == "" && !f.GatewayPlaintext:
		return []string{"--gateway-tls-cert and --gateway-tls-key (or --gateway-plaintext)"}
	case f.GatewayTLSCert == "" && f.GatewayTLSKey != "":
		return []string{"--gateway-tls-cert"}
	case f.GatewayTLSCert != "" && f.GatewayTLSKey == "":
		return []string{"--gateway-tls-key"}
	}
	return nil
}

// assemble puts the gateway on its port, and lets a table follow the store.
func (f *gatewayFlags) assemble(s *server, common *commonFlags, l *listener) error {
	roots, err := f.upstreamRoots()
	if err != nil {
		return err
	}
	metrics := gateway.NewMetrics(s.registry)
	table := gateway.NewTable()
	s.follower = gateway.NewFollower(s.store, table, gateway.FollowerOptions{ByDefault: repository.Enforcement(f.DefaultEnforcement),
		Logger: s.log, Metrics: metrics, Saved: s.saved})
	guard := netguard.New(common.UpstreamAllow, common.GatewayDomain)
	l.prepare(gateway.Handler(table, gateway.Options{Domain: common.GatewayDomain, MaxBody: f.GatewayMaxBody,
		Transport: gateway.NewTransport(guard, roots), Trust: forwarded.New(common.TrustedProxy),
		Logger: s.log, Metrics: metrics}), 0, s.log)
	return l.secure("--gateway-tls-cert", f.GatewayTLSCert, f.GatewayTLSKey)
}

func (f *gatewayFlags) upstreamRoots() (*x509.CertPool, error) {
	if f.UpstreamCAFile == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(f.UpstreamCAFile)
	if err != nil {
		return nil, fmt.Errorf("--upstream-ca-file: %w", err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--upstream-ca-file %s: there is no PEM certificate in it", f.UpstreamCAFile)
	}
	return roots, nil
}
