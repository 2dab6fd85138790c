// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"net/netip"
	"strings"
)

// dataFlags are for commands that keep files.
type dataFlags struct {
	DataDir string `default:"./data" help:"Directory of the keys, the store in a file and the gateway's last table."`
}

// opsFlags are for servers, and for those who ask one how it is.
type opsFlags struct {
	OpsListen string `default:"127.0.0.1:8081" help:"Address of /livez, /readyz and /metrics."`
}

// tokenFlags are for those who sign tokens or verify them.
type tokenFlags struct {
	TokenKey string `help:"PEM file: key that signs tokens; its public half suffices to verify them."`
}

// commonFlags are what every server is told, whichever part of the work it does.
type commonFlags struct {
	opsFlags
	GatewayDomain string         `default:"fhir.localhost" help:"Domain of the gateway's hosts: {workspace}-{service}.{domain}."`
	UpstreamAllow []netip.Prefix `placeholder:"CIDR" help:"Addresses that the gateway may dial besides public ones, and over http at all."`
	TrustedProxy  []netip.Prefix `placeholder:"CIDR" help:"Proxies whose X-Forwarded-* fields are believed."`
	LogLevel      string         `enum:"debug,info,warn,error" default:"info" help:"Least level of the log, JSON on stderr."`
}

func (f *commonFlags) check() error {
	if f.GatewayDomain = strings.ToLower(strings.TrimSuffix(f.GatewayDomain, ".")); !isDomain(f.GatewayDomain) {
		return fmt.Errorf("--gateway-domain %q is no domain name: use letters, digits and hyphens between single dots", f.GatewayDomain)
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
