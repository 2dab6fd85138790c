// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/internal/keyring"
)

// serveCommand is every setting of a server.
type serveCommand struct {
	DataDir     string `default:"./data" help:"Directory of the store and the keys."`
	DatabaseURL string `name:"database-url" help:"Postgres to keep the settings in, instead of SQLite in the data directory. Not in this version."`

	APIListen     string `name:"api-listen" default:"127.0.0.1:8443" help:"Address of the management API (HTTPS)."`
	GatewayListen string `default:"127.0.0.1:8080" help:"Address of the gateway."`
	OpsListen     string `default:"127.0.0.1:8081" help:"Address of /livez, /readyz and /metrics."`
	SampleListen  string `default:"127.0.0.1:8082" help:"Address of the sample FHIR server that --dev runs."`
	GatewayDomain string `default:"fhir.localhost" help:"Domain of the gateway's hosts: {workspace}-{service}.{domain}."`
	PublicURL     string `name:"public-url" help:"What links of the management API start with. Default: https:// and --api-listen."`

	APITLSCert       string `name:"api-tls-cert" help:"PEM file: certificate chain of the management API."`
	APITLSKey        string `name:"api-tls-key" help:"PEM file: key of that certificate."`
	TokenKey         string `help:"PEM file: key that tokens are verified with; a public key suffices."`
	GatewayTLSCert   string `name:"gateway-tls-cert" help:"PEM file: certificate chain of the gateway."`
	GatewayTLSKey    string `name:"gateway-tls-key" help:"PEM file: key of that certificate."`
	GatewayPlaintext bool   `help:"Serve the gateway without TLS, behind something that has it. --dev implies it."`

	UpstreamAllow      []netip.Prefix `placeholder:"CIDR" help:"Addresses that the gateway may dial besides public ones, and over http at all. --dev: loopback."`
	UpstreamCAFile     string         `name:"upstream-ca-file" help:"PEM file: CAs of upstreams, instead of the system's."`
	DefaultEnforcement string         `enum:"advise,enforce" default:"advise" help:"For services that do not say: advise (browsers hide the answer) or enforce (the gateway refuses the request)."`
	GatewayMaxBody     int64          `placeholder:"BYTES" help:"Largest request body that the gateway passes on. Default: unlimited."`
	TrustedProxy       []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded-* fields are believed."`

	LogLevel string `enum:"debug,info,warn,error" default:"info" help:"Least level of the log, JSON on stderr."`
	Dev      bool   `help:"Make keys and sample data where there are none, listen on loopback only, and run a sample FHIR server."`
}

// Run serves until ctx ends, then drains.
func (c *serveCommand) Run(ctx context.Context, args arguments, io streams) error {
	if err := c.check(args); err != nil {
		return err
	}
	if c.Dev {
		if err := c.adjustToDev(); err != nil {
			return err
		}
	}
	if err := c.missing(); err != nil {
		return err
	}
	return c.serve(ctx, io)
}

// check refuses settings that contradict each other or the place they stand in.
func (c *serveCommand) check(args arguments) error {
	if err := checkDatabaseURL(c.DatabaseURL, args); err != nil {
		return err
	}
	if c.DatabaseURL != "" || os.Getenv("CORSGATE_DATABASE_URL_FILE") != "" {
		return errors.New("--database-url: this version keeps its settings in SQLite only; leave the flag and its variables out")
	}
	if c.GatewayDomain = strings.ToLower(strings.TrimSuffix(c.GatewayDomain, ".")); !isDomain(c.GatewayDomain) {
		return fmt.Errorf("--gateway-domain %q is no domain name: use letters, digits and hyphens between single dots", c.GatewayDomain)
	}
	if c.PublicURL != "" {
		u, err := url.Parse(c.PublicURL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--public-url %q is not of the form https://host[:port][/path]", c.PublicURL)
		}
		c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	}
	return nil
}

func isDomain(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return len(name) < 200 // leaves room for the label of a service
}

// checkDatabaseURL keeps passwords off the command line, where every user of the machine can read them.
func checkDatabaseURL(value string, args arguments) error {
	onCommandLine := slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--database-url") })
	if onCommandLine && hasPassword(value) {
		return errors.New("--database-url has a password in it, which every user of this machine can read in the process list; " +
			"set CORSGATE_DATABASE_URL, or CORSGATE_DATABASE_URL_FILE to a file that contains the URL")
	}
	return nil
}

// hasPassword knows the places in which a connection string can have one: user information, query and keywords.
func hasPassword(connection string) bool {
	if strings.Contains(strings.ToLower(connection), "password=") {
		return true
	}
	u, err := url.Parse(connection)
	if err != nil {
		return strings.Contains(connection, "@") // of the form user:pass@host, however malformed
	}
	_, has := u.User.Password()
	return has
}

// adjustToDev fills in what --dev implies, and refuses to be seen from other machines: tokens for everything are lying
// about.
func (c *serveCommand) adjustToDev() error {
	for flag, address := range map[string]string{"--api-listen": c.APIListen, "--gateway-listen": c.GatewayListen,
		"--ops-listen": c.OpsListen, "--sample-listen": c.SampleListen} {
		if !isLoopback(address) {
			return fmt.Errorf("%s %s: --dev serves loopback addresses only; use 127.0.0.1", flag, address)
		}
	}
	defaultTo(&c.APITLSCert, filepath.Join(c.DataDir, keyring.TLSCertFile))
	defaultTo(&c.APITLSKey, filepath.Join(c.DataDir, keyring.TLSKeyFile))
	defaultTo(&c.TokenKey, filepath.Join(c.DataDir, keyring.TokenKeyFile))
	c.GatewayPlaintext = c.GatewayPlaintext || c.GatewayTLSCert == ""
	c.UpstreamAllow = append(c.UpstreamAllow, netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	return nil
}

// makeKeys makes what `corsgate init` would make, where it is absent.
func (c *serveCommand) makeKeys() error {
	if _, err := keyring.Ensure(c.DataDir, nil); err != nil {
		return err
	}
	_, err := keyring.WriteEnv(c.DataDir)
	return err
}

func defaultTo(setting *string, value string) {
	if *setting == "" {
		*setting = value
	}
}

func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback()
	}
	return host == "localhost"
}

// missing names every setting without which it would not be safe to serve.
func (c *serveCommand) missing() error {
	var flags []string
	for _, need := range []struct{ flag, value string }{
		{"--api-tls-cert", c.APITLSCert}, {"--api-tls-key", c.APITLSKey}, {"--token-key", c.TokenKey},
	} {
		if need.value == "" {
			flags = append(flags, need.flag)
		}
	}
	switch {
	case c.GatewayTLSCert == "" && c.GatewayTLSKey == "" && !c.GatewayPlaintext:
		flags = append(flags, "--gateway-tls-cert and --gateway-tls-key (or --gateway-plaintext)")
	case c.GatewayTLSCert == "" && c.GatewayTLSKey != "":
		flags = append(flags, "--gateway-tls-cert")
	case c.GatewayTLSCert != "" && c.GatewayTLSKey == "":
		flags = append(flags, "--gateway-tls-key")
	}
	if len(flags) == 0 {
		return nil
	}
	return fmt.Errorf("missing: %s. `corsgate init DIR` makes the files; `corsgate serve --dev` needs none of these",
		strings.Join(flags, ", "))
}
