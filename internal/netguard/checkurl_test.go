// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func prefixes(t testing.TB, texts ...string) []netip.Prefix {
	t.Helper()
	var all []netip.Prefix
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, prefix)
	}
	return all
}

func TestCheckURL(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		allow     string
		// reason is part of the refusal; empty: accepted.
		reason string
	}{
		{name: "https name", raw: "https://fhir.example.org"},
		{name: "base path", raw: "https://fhir.example.org/r4"},
		{name: "trailing slash", raw: "https://fhir.example.org/r4/"},
		{name: "root slash", raw: "https://fhir.example.org/"},
		{name: "port", raw: "https://fhir.example.org:8443/r4"},
		{name: "upper case scheme and host", raw: "HTTPS://FHIR.Example.ORG/r4"},
		{name: "http name waits for its address", raw: "http://hapi:8080/fhir"},
		{name: "underscore in an internal name", raw: "http://hapi_fhir:8080/fhir"},
		{name: "root dot", raw: "https://fhir.example.org./r4"},
		{name: "Punycode", raw: "https://xn--bcher-kva.example/fhir"},
		{name: "encoded space in the path", raw: "https://fhir.example.org/my%20base"},
		{name: "dots within a segment", raw: "https://fhir.example.org/v1.0..2"},
		{name: "public IPv4", raw: "https://8.8.8.8/fhir"},
		{name: "public IPv6", raw: "https://[2606:4700::1]/fhir"},
		{name: "allowed loopback", raw: "http://127.0.0.1:8082", allow: "127.0.0.0/8"},
		{name: "allowed IPv6 loopback", raw: "http://[::1]:8082", allow: "::1/128"},
		{name: "allowed mapped loopback", raw: "http://[::ffff:127.0.0.1]:8082", allow: "127.0.0.0/8"},
		{name: "allowed public http", raw: "http://8.8.8.8/fhir", allow: "8.8.8.0/24"},
		{name: "name that only looks like the own domain", raw: "https://notgw.example/fhir"},

		{name: "empty", raw: "", reason: "empty"},
		{name: "too long", raw: "https://a.example/" + strings.Repeat("a", 2048), reason: "longer"},
		{name: "relative", raw: "/fhir", reason: "absolute"},
		{name: "no scheme", raw: "fhir.example.org/r4", reason: "absolute"},
		{name: "scheme relative", raw: "//fhir.example.org/r4", reason: "absolute"},
		{name: "other scheme", raw: "ftp://fhir.example.org", reason: "absolute"},
		{name: "file", raw: "file:///etc/passwd", reason: "absolute"},
		{name: "opaque", raw: "https:fhir.example.org", reason: "no host"},
		{name: "no host", raw: "https:///r4", reason: "no host"},
		{name: "only a port", raw: "https://:8443/r4", reason: "no host"},
		{name: "password", raw: "https://ann:hunter2@fhir.example.org", reason: "user name or password"},
		{name: "user", raw: "https://ann@fhir.example.org", reason: "user name or password"},
		{name: "empty userinfo", raw: "https://@fhir.example.org", reason: "user name or password"},
		{name: "query", raw: "https://fhir.example.org/r4?a=b", reason: "query"},
		{name: "empty query", raw: "https://fhir.example.org/r4?", reason: "query"},
		{name: "fragment", raw: "https://fhir.example.org/r4#a", reason: "fragment"},
		{name: "empty fragment", raw: "https://fhir.example.org/r4#", reason: "fragment"},
		{name: "backslash", raw: `https://fhir.example.org\r4`, reason: "backslash"},
		{name: "backslash as authority end", raw: `https://a.example\@b.example/`, reason: "backslash"},
		{name: "newline", raw: "https://fhir.example.org/\nr4", reason: "control"},
		{name: "NUL", raw: "https://fhir.example.org/\x00", reason: "control"},
		{name: "DEL", raw: "https://fhir.example.org/\x7f", reason: "control"},
		{name: "leading space", raw: " https://fhir.example.org", reason: "percent-encoded"},
		{name: "Unicode host", raw: "https://bücher.example", reason: "outside ASCII"},
		{name: "full-width dots", raw: "https://127。0。0。1/", reason: "outside ASCII"},
		{name: "dot segment", raw: "https://fhir.example.org/r4/../admin", reason: "dot segment"},
		{name: "single dot", raw: "https://fhir.example.org/./r4", reason: "dot segment"},
		{name: "dot segment at the end", raw: "https://fhir.example.org/r4/..", reason: "dot segment"},
		{name: "encoded dots", raw: "https://fhir.example.org/%2e%2E/admin", reason: "dot segment"},
		{name: "dots with a parameter", raw: "https://fhir.example.org/..;x/admin", reason: "dot segment"},
		{name: "encoded slash", raw: "https://fhir.example.org/a%2fb", reason: "encoded slash"},
		{name: "encoded backslash", raw: "https://fhir.example.org/a%5Cb", reason: "encoded slash"},
		{name: "encoded newline", raw: "https://fhir.example.org/a%0Ab", reason: "encoded control"},
		{name: "broken encoding", raw: "https://fhir.example.org/a%zz", reason: "cannot be read"},
		{name: "empty segment", raw: "https://fhir.example.org/a//b", reason: "empty segment"},
		{name: "two leading slashes", raw: "https://fhir.example.org//a", reason: "empty segment"},
		{name: "two trailing slashes", raw: "https://fhir.example.org/a//", reason: "empty segment"},
		{name: "only two slashes", raw: "https://fhir.example.org//", reason: "empty segment"},
		{name: "port 0", raw: "https://fhir.example.org:0", reason: "port"},
		{name: "port too high", raw: "https://fhir.example.org:65536", reason: "port"},
		{name: "port empty", raw: "https://fhir.example.org:/r4", reason: "port"},
		{name: "port no number", raw: "https://fhir.example.org:http", reason: "cannot be read"},
		{name: "own domain", raw: "https://gw.example", reason: "own domain"},
		{name: "under own domain", raw: "https://demo-records.GW.Example/fhir", reason: "own domain"},
		{name: "own domain with root dot", raw: "https://demo-records.gw.example./fhir", reason: "own domain"},
		{name: "empty label", raw: "https://fhir..example.org", reason: "DNS name"},
		{name: "leading dot", raw: "https://.example.org", reason: "DNS name"},
		{name: "two trailing dots", raw: "https://example.org..", reason: "DNS name"},
		{name: "encoded host", raw: "https://127%2e0%2e0%2e1", reason: "cannot be read"},
		{name: "leading hyphen", raw: "https://-a.example", reason: "DNS name"},
		{name: "zone", raw: "https://[fe80::1%25eth0]/", reason: "IPv6"},
		{name: "brackets without IPv6", raw: "https://[127.0.0.1]/", reason: "cannot be read"},
		{name: "decimal IPv4", raw: "http://2130706433/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "hex IPv4", raw: "http://0x7f000001/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "hex part", raw: "http://0x7f.1/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "hex last part", raw: "http://127.0x1/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "empty hex", raw: "http://127.0x/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "octal IPv4", raw: "http://0177.0.0.1/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "short IPv4", raw: "http://127.1/", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "IPv4 with root dot", raw: "http://127.0.0.1./", allow: "127.0.0.0/8", reason: "unusual spelling"},
		{name: "five parts", raw: "http://1.127.0.0.1/", reason: "unusual spelling"},
		{name: "loopback", raw: "https://127.0.0.1/", reason: "loopback"},
		{name: "mapped loopback", raw: "https://[::ffff:127.0.0.1]/", reason: "loopback"},
		{name: "mapped loopback in hex", raw: "https://[::ffff:7f00:1]/", reason: "loopback"},
		{name: "metadata", raw: "http://169.254.169.254/latest", allow: "0.0.0.0/0", reason: "metadata"},
		{name: "public http", raw: "http://8.8.8.8/", reason: "readable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var allow []netip.Prefix
			if c.allow != "" {
				allow = prefixes(t, c.allow)
			}
			u, err := New(allow, "gw.example").CheckURL(c.raw)
			if c.reason == "" {
				if err != nil || u == nil {
					t.Fatalf("CheckURL(%q) = %v, want it accepted", c.raw, err)
				}
				return
			}
			var refusal *Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("CheckURL(%q) = %v, %v, want a *Refusal", c.raw, u, err)
			}
			if !strings.Contains(refusal.Reason, c.reason) || refusal.Fix == "" {
				t.Errorf("CheckURL(%q) = %q, %q, want a reason with %q and a fix", c.raw, refusal.Reason, refusal.Fix, c.reason)
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the refusal holds the password: %v", err)
			}
		})
	}
}

func TestTrailingDotOfTheDomainDoesNotMatter(t *testing.T) {
	t.Parallel()
	if _, err := New(nil, "GW.example.").CheckURL("https://a.gw.example"); err == nil {
		t.Error("a host of the own domain was accepted")
	}
	if _, err := New(nil, "").CheckURL("https://a.gw.example"); err != nil {
		t.Errorf("without an own domain: %v", err)
	}
}

func FuzzCheckURL(f *testing.F) {
	for _, seed := range []string{
		"https://fhir.example.org/r4", "http://127.0.0.1:8082", "https://[::1]:80/", "https://u:p@h/", "https://a.gw.example.",
		"http://0x7f.1/", "https://a/%2e%2e/", "https:///x", "http://[fe80::1%25eth0]/", "https://h:99999/", "//a", "https://a\\b",
	} {
		f.Add(seed)
	}
	guard := New(prefixes(f, "127.0.0.0/8"), "gw.example")
	f.Fuzz(func(t *testing.T, raw string) {
		const secret = "c4narySecret"
		_, err := guard.CheckURL("https://user:" + secret + "@" + raw)
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Fatalf("with a password: %v", err)
		}
		u, err := guard.CheckURL(raw)
		if err != nil {
			var refusal *Refusal
			if !errors.As(err, &refusal) || refusal.Reason == "" || refusal.Fix == "" {
				t.Fatalf("%q: %#v is no full refusal", raw, err)
			}
			return
		}
		if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.Opaque != "" || u.Hostname() == "" {
			t.Fatalf("%q was accepted as %#v", raw, u)
		}
		if name := strings.ToLower(strings.Trim(u.Hostname(), ".")); name == "gw.example" || strings.HasSuffix(name, ".gw.example") {
			t.Fatalf("%q is a host of the own domain", raw)
		}
		if addr, err := netip.ParseAddr(u.Hostname()); err == nil {
			if refusal := guard.checkAddr(addr, u.Scheme == "https"); refusal != nil {
				t.Fatalf("%q was accepted: %v", raw, refusal)
			}
		}
		if joined := u.JoinPath(); joined.Host != u.Host || strings.TrimSuffix(joined.Path, "/") != strings.TrimSuffix(u.Path, "/") {
			t.Fatalf("%q means another path once it is cleaned: %q", raw, joined)
		}
		if _, err := guard.CheckURL(u.String()); err != nil {
			t.Fatalf("%q was accepted, its own spelling %q is not: %v", raw, u.String(), err)
		}
	})
}
