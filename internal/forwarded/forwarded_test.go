// SPDX-License-Identifier: Apache-2.0

package forwarded

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"testing"
)

func trust(t *testing.T, prefixes ...string) Trust {
	t.Helper()
	var list []netip.Prefix
	for _, p := range prefixes {
		list = append(list, netip.MustParsePrefix(p))
	}
	return New(list)
}

func TestClient(t *testing.T) {
	t.Parallel()
	proxies := []string{"10.0.0.0/8", "fd00::/8"}
	cases := map[string]struct {
		trusted   []string
		peer      string
		forwarded []string
		want      string
	}{
		"nobody is trusted":               {nil, "10.0.0.1:1", []string{"192.0.2.1"}, "10.0.0.1"},
		"a stranger claims":               {proxies, "192.0.2.9:1", []string{"10.0.0.1"}, "192.0.2.9"},
		"a proxy says nothing":            {proxies, "10.0.0.1:1", nil, "10.0.0.1"},
		"a proxy says":                    {proxies, "10.0.0.1:1", []string{"192.0.2.1"}, "192.0.2.1"},
		"the last that is no proxy":       {proxies, "10.0.0.1:1", []string{"203.0.113.5, 192.0.2.1, 10.0.0.7"}, "192.0.2.1"},
		"on two lines":                    {proxies, "10.0.0.1:1", []string{"203.0.113.5, 192.0.2.1", "10.0.0.7"}, "192.0.2.1"},
		"proxies all the way":             {proxies, "10.0.0.1:1", []string{"10.0.0.9, 10.0.0.8"}, "10.0.0.9"},
		"nonsense ends the chain":         {proxies, "10.0.0.1:1", []string{"192.0.2.1, evil, 10.0.0.7"}, "10.0.0.7"},
		"only nonsense":                   {proxies, "10.0.0.1:1", []string{"evil"}, "10.0.0.1"},
		"an address with a port":          {proxies, "10.0.0.1:1", []string{"192.0.2.1:80"}, "10.0.0.1"},
		"IPv6":                            {proxies, "[fd00::1]:1", []string{"2001:db8::1"}, "2001:db8::1"},
		"IPv4 in IPv6":                    {proxies, "[::ffff:10.0.0.1]:1", []string{"::ffff:192.0.2.1"}, "192.0.2.1"},
		"no peer":                         {proxies, "@", []string{"192.0.2.1"}, ""},
		"a client cannot hide in a chain": {proxies, "10.0.0.1:1", []string{"10.9.9.9, 192.0.2.1"}, "192.0.2.1"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.forwarded}}
			if got := trust(t, c.trusted...).Client(r); got != c.want {
				t.Errorf("client %q, want %q", got, c.want)
			}
		})
	}
}

func TestProtoAndHost(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		peer        string
		tls         bool
		proto, host string // X-Forwarded-*
		wantProto   string
		wantHost    string
	}{
		"a stranger is not believed": {"192.0.2.1:1", false, "https", "evil.example", "http", "own.example"},
		"a stranger over TLS":        {"192.0.2.1:1", true, "http", "evil.example", "https", "own.example"},
		"a proxy is believed":        {"10.0.0.1:1", false, "https", "site.example:8443", "https", "site.example:8443"},
		"in another case":            {"10.0.0.1:1", false, "HTTPS", "site.example", "https", "site.example"},
		"another scheme":             {"10.0.0.1:1", true, "gopher", "", "https", "own.example"},
		"a list of hosts":            {"10.0.0.1:1", false, "", "a.example, b.example", "http", "own.example"},
		"a host with a path":         {"10.0.0.1:1", false, "", "a.example/x", "http", "own.example"},
		"a host with a user":         {"10.0.0.1:1", false, "", "u@a.example", "http", "own.example"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &http.Request{RemoteAddr: c.peer, Host: "own.example", Header: http.Header{}}
			if c.tls {
				r.TLS = &tls.ConnectionState{}
			}
			r.Header.Set("X-Forwarded-Proto", c.proto)
			r.Header.Set("X-Forwarded-Host", c.host)
			trusted := trust(t, "10.0.0.0/8")
			if got := trusted.Proto(r); got != c.wantProto {
				t.Errorf("proto %q, want %q", got, c.wantProto)
			}
			if got := trusted.Host(r); got != c.wantHost {
				t.Errorf("host %q, want %q", got, c.wantHost)
			}
		})
	}
}

func TestBelieved(t *testing.T) {
	t.Parallel()
	r := &http.Request{RemoteAddr: "10.0.0.1:1"}
	if (Trust{}).Believed(r) || !trust(t, "10.0.0.0/8").Believed(r) || trust(t, "10.1.0.0/16").Believed(r) {
		t.Error("a proxy is believed if its address is in a trusted range, and only then")
	}
}

// Of several fields nobody knows which one the proxy wrote.
func TestSeveralHosts(t *testing.T) {
	t.Parallel()
	r := &http.Request{RemoteAddr: "10.0.0.1:1", Host: "own.example",
		Header: http.Header{"X-Forwarded-Host": {"evil.example", "site.example"}}}
	if got := trust(t, "10.0.0.0/8").Host(r); got != "own.example" {
		t.Errorf("host %q", got)
	}
}
