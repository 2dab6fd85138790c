// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// maxHeaderBytes bounds the header of an answer; browsers stop at 256 KiB or so.
const maxHeaderBytes = 256 << 10

// newTransport connects straight to servers: a proxy would be one more party that can change CORS headers. Addresses
// are not restricted, as in a browser.
func newTransport(connectTo []string, caFile string) (*http.Transport, error) {
	routes, err := parseRoutes(connectTo)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{}
	if caFile != "" {
		if config.RootCAs, err = readCAs(caFile); err != nil {
			return nil, fmt.Errorf("--ca-file: %w", err)
		}
	}
	return &http.Transport{
		DialContext: routes.dial, TLSClientConfig: config, ForceAttemptHTTP2: true,
		DisableCompression: true, MaxResponseHeaderBytes: maxHeaderBytes,
	}, nil
}

func readCAs(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s has no certificate in PEM", file)
	}
	return pool, nil
}

// routes say where to connect to instead: host and port by host and port.
type routes map[string]string

// parseRoutes reads what curl's --connect-to reads: HOST:PORT:HOST:PORT, with IPv6 addresses in brackets.
func parseRoutes(list []string) (routes, error) {
	r := routes{}
	for _, entry := range list {
		var parts [4]string
		rest, ok := entry, true
		for i := range parts {
			parts[i], rest, ok = cutPart(rest)
			if last := i == len(parts)-1; parts[i] == "" || ok == last {
				return nil, fmt.Errorf("--connect-to %s: use HOST:PORT:HOST:PORT", plain(entry))
			}
		}
		r[net.JoinHostPort(mapHost(parts[0]), parts[1])] = net.JoinHostPort(parts[2], parts[3])
	}
	return r, nil
}

// mapHost writes a host as the URL that is asked has it: in lower case, and in Punycode.
func mapHost(host string) string {
	literal := host
	if strings.Contains(host, ":") {
		literal = "[" + host + "]"
	}
	u, err := url.Parse((&browser.Request{URL: "http://" + literal + "/"}).Actual().URL)
	if err != nil || u.Hostname() == "" {
		return strings.ToLower(host)
	}
	return strings.ToLower(u.Hostname())
}

// cutPart cuts at the first colon outside of brackets, and takes the brackets off.
func cutPart(text string) (part, rest string, more bool) {
	if inside, isBracketed := strings.CutPrefix(text, "["); isBracketed {
		part, rest, _ = strings.Cut(inside, "]")
		rest, more = strings.CutPrefix(rest, ":")
		return part, rest, more
	}
	return strings.Cut(text, ":")
}

func (r routes) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if instead, ok := r[strings.ToLower(address)]; ok {
		address = instead
	}
	dialer := &net.Dialer{}
	host, port, err := net.SplitHostPort(address)
	if err != nil || !isLocalhost(host) {
		return dialer.DialContext(ctx, network, address)
	}
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		if conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("::1", port)); err == nil {
			return conn, nil
		}
	}
	return conn, err
}

// isLocalhost names the hosts that browsers look for on this machine without asking anybody.
//
// https://www.rfc-editor.org/rfc/rfc6761#section-6.3
func isLocalhost(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
