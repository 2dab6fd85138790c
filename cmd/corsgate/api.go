// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/corsgate/corsgate/api"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/forwarded"
	"github.com/corsgate/corsgate/internal/keyring"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/service"
)

// apiFlags are the settings of the management API.
type apiFlags struct {
	tokenFlags
	limitFlags
	APIListen  string `name:"api-listen" default:"127.0.0.1:8443" help:"Address of the management API (HTTPS)."`
	PublicURL  string `name:"public-url" help:"What links of the management API start with. Default: https:// and --api-listen."`
	APITLSCert string `name:"api-tls-cert" help:"PEM file: certificate chain of the management API."`
	APITLSKey  string `name:"api-tls-key" help:"PEM file: key of that certificate."`
}

// apiCommand is one of many processes that serve the management API of one database.
type apiCommand struct {
	databaseFlags
	apiFlags
	commonFlags
}

// Run serves until ctx ends, then drains.
func (c *apiCommand) Run(ctx context.Context, args arguments, io streams) error {
	p := parts{common: &c.commonFlags, database: &c.databaseFlags, api: &c.apiFlags}
	return p.run(ctx, args, io)
}

func (f *apiFlags) check() error {
	if f.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(f.PublicURL)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("--public-url %q is not of the form https://host[:port][/path]", f.PublicURL)
	}
	f.PublicURL = strings.TrimSuffix(f.PublicURL, "/")
	return nil
}

func (f *apiFlags) missing() []string {
	var flags []string
	for _, need := range []struct{ flag, value string }{
		{"--api-tls-cert", f.APITLSCert}, {"--api-tls-key", f.APITLSKey}, {"--token-key", f.TokenKey},
	} {
		if need.value == "" {
			flags = append(flags, need.flag)
		}
	}
	return flags
}

// publicURL is what links start with on that listener.
func (f *apiFlags) publicURL(l *listener) string {
	if f.PublicURL != "" {
		return f.PublicURL
	}
	return "https://" + l.Addr().String()
}

// assemble puts the management API on its port, behind the authority of --dev if there is one.
func (f *apiFlags) assemble(s *server, common *commonFlags, l *listener) error {
	key, err := keyring.LoadVerifier(f.TokenKey)
	if err != nil {
		return fmt.Errorf("--token-key: %w", err)
	}
	guard := netguard.New(common.UpstreamAllow, common.GatewayDomain)
	s.manager = service.New(s.store, service.Options{CheckUpstream: guard.CheckURL})
	options := api.Options{PublicURL: f.publicURL(l), Limits: f.limits(), Logger: s.log, Metrics: s.registry,
		Trust: forwarded.New(common.TrustedProxy)}
	var trust auth.VerifierOptions
	wrap := func(next http.Handler) http.Handler { return next }
	if s.authority != nil {
		trust.Authority, wrap = s.authority.Trust(), s.authority.Wrap
		options.Authority = s.authority.URL()
	}
	verifier := auth.NewCached(auth.NewVerifier(key, trust), auth.CacheOptions{})
	l.prepare(wrap(api.Handler(s.manager, verifier, options)), apiTimeout, s.log)
	return l.secure("--api-tls-cert", f.APITLSCert, f.APITLSKey)
}
