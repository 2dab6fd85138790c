// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/entra"
	"github.com/corsgate/corsgate/internal/keyring"
)

// devFlags are for a first look, and for those who develop against corsgate.
type devFlags struct {
	SampleListen string `default:"127.0.0.1:8082" help:"Address of the sample FHIR server that --dev runs."`
	Dev          bool   `help:"Make keys and sample data where there are none, run a sample FHIR server, serve the gateway without TLS, allow upstreams on this machine, and be seen from nowhere else."`
}

// adjustToDev fills in what --dev implies, and refuses to be seen from other machines: tokens for everything are lying
// about.
func (p *parts) adjustToDev() error {
	for flag, address := range map[string]string{"--api-listen": p.api.APIListen, "--gateway-listen": p.gateway.GatewayListen,
		"--ops-listen": p.common.OpsListen, "--sample-listen": p.dev.SampleListen} {
		if !isLoopback(address) {
			return fmt.Errorf("%s %s: --dev serves loopback addresses only; use 127.0.0.1", flag, address)
		}
	}
	defaultTo(&p.api.APITLSCert, filepath.Join(p.data.DataDir, keyring.TLSCertFile))
	defaultTo(&p.api.APITLSKey, filepath.Join(p.data.DataDir, keyring.TLSKeyFile))
	defaultTo(&p.api.TokenKey, filepath.Join(p.data.DataDir, keyring.TokenKeyFile))
	p.gateway.GatewayPlaintext = p.gateway.GatewayPlaintext || p.gateway.GatewayTLSCert == ""
	p.common.UpstreamAllow = append(p.common.UpstreamAllow, netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"))
	return nil
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

// makeKeys makes what `corsgate init` would make, where it is absent.
func makeKeys(dir string) error {
	if _, err := keyring.Ensure(dir, nil); err != nil {
		return err
	}
	_, err := keyring.WriteEnv(dir)
	return err
}

// openAuthority lets Azure's own clients get tokens where the API is. With a public key alone there is none: tokens are
// signed elsewhere. Whether the key is usable at all is for the API to say.
func (p *parts) openAuthority(s *server, api *listener) error {
	key, err := keyring.LoadSigner(p.api.TokenKey)
	if err != nil {
		return nil
	}
	endpoint := entra.Endpoint{Address: api.Addr().String(), PublicURL: p.api.publicURL(api)}
	s.authority, err = entra.New(key, endpoint, entra.Options{Logger: s.log})
	return err
}

// greet tells a newcomer what runs where and what to try.
func (p *parts) greet(io streams, ports *ports, authority *entra.Authority) {
	token := "(cannot make one: run corsgate token)"
	if key, err := keyring.LoadSigner(p.api.TokenKey); err == nil {
		if issued, err := auth.Issue(key, auth.Contributor, firstSubscription, time.Hour, time.Now()); err == nil {
			token = issued
		}
	}
	ca := filepath.Join(p.data.DataDir, keyring.CAFile)
	api, gateway := ports.api.Addr(), sampleHost+"."+p.common.GatewayDomain+portOf(ports.gateway)
	fmt.Fprintf(io.out, `corsgate is running, for development only.

  Management API  https://%s    (certificate of %s)
  Gateway         http://%s
  Operations      http://%s/readyz
  Sample FHIR     http://%s

Try it: let a web page call the sample service, and see what its browser is told.
The token is valid for one hour and makes you a contributor of subscription %s.

TOKEN=%s

curl --cacert '%s' -X PUT -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' 'https://%s%s?api-version=%s' -d '{"properties":{"origins":["https://app.example.org"],"headers":["authorization","content-type"],"methods":["GET","POST","PUT"],"maxAge":600}}'
curl -i -X OPTIONS -H 'Origin: https://app.example.org' -H 'Access-Control-Request-Method: PUT' -H 'Access-Control-Request-Headers: content-type' http://%s/Patient/example
curl -i -H 'Origin: https://app.example.org' http://%s/Patient/example

`, api, ca, gateway, ports.ops.Addr(), ports.sample.Addr(), firstSubscription, token, ca, api,
		arm.ExtensionOf(sampleService, arm.CORSSettings), arm.SupportedVersions(arm.CORSSettings)[0], gateway, gateway)
	greetAzure(io, ca, authority)
}

// greetAzure tells what the clients of Azure have to be told. The names are those of their own environment variables.
func greetAzure(io streams, ca string, authority *entra.Authority) {
	if authority == nil {
		fmt.Fprintln(io.out, "Azure's own clients cannot sign in here: --token-key is a public key, so tokens are made elsewhere.")
		return
	}
	fmt.Fprintf(io.out, `Azure's own clients sign in with these, as an operator: the SDKs' ClientSecretCredential with instance discovery disabled,
and Terraform. The secret holds for every subscription here; each is a tenant of the same id. Let them trust '%s' (NODE_EXTRA_CA_CERTS or SSL_CERT_FILE).

AZURE_AUTHORITY_HOST=%s
AZURE_TENANT_ID=%s
AZURE_CLIENT_ID=%s
AZURE_CLIENT_SECRET=%s
AZURE_SUBSCRIPTION_ID=%s

`, ca, authority.URL(), auth.LocalTenant(firstSubscription), entra.ClientID, authority.Secret(), firstSubscription)
}

// portOf is the port as it stands behind a host name.
func portOf(l *listener) string {
	address := l.Addr().String()
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == ':' {
			return address[i:]
		}
	}
	return ""
}
