// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"github.com/corsgate/corsgate/cors"
)

// shape is scheme, host and port, with the bytes that the URL standard forbids in a domain left out of the host.
//
// https://url.spec.whatwg.org/#forbidden-domain-code-point
var shape = regexp.MustCompile(`^([a-z][a-z0-9+.\-]*)://` +
	`(\[[0-9a-f:]+\]|[^\x00-\x20\x7f-\x{10ffff}A-Z#/:<>?@\[\\\]^|%]+)(?::([1-9][0-9]{0,5}))?$`)

// numeric is a last label for which browsers read a host as an IPv4 address.
//
// https://url.spec.whatwg.org/#ends-in-a-number-checker
var numeric = regexp.MustCompile(`^([0-9]+|0x[0-9a-f]*)$`)

var schemed = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.\-]*://`)

// browserProfile maps a name as browsers do when they parse a URL.
//
// https://url.spec.whatwg.org/#concept-domain-to-ascii
var browserProfile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false),
	idna.CheckHyphens(false), idna.CheckJoiners(true), idna.BidiRule())

// referenceForm is the form of a text that is, byte for byte, what comes out when it is parsed as a URL and its origin
// is serialized again. It is put together from the standard library. Punycode that decodes to nothing is out of its reach.
func referenceForm(s string) (form cors.OriginForm, ok bool) {
	parts := shape.FindStringSubmatch(s)
	if parts == nil || len(s) > 1024 {
		return 0, false
	}
	scheme, host, port := parts[1], parts[2], parts[3]
	number, _ := strconv.Atoi(port)
	if number > 65535 || scheme == "https" && number == 443 || scheme == "http" && number == 80 {
		return 0, false
	}
	if inner, found := strings.CutPrefix(host, "["); found {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		return cors.IPv6Origin, err == nil && "["+serializeIPv6(address)+"]" == host
	}
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	if numeric.MatchString(labels[len(labels)-1]) {
		address, err := netip.ParseAddr(host)
		return cors.IPv4Origin, err == nil && address.String() == host
	}
	if ascii, err := browserProfile.ToASCII(host); !strings.Contains(host, "xn--") && (err != nil || ascii != host) {
		return 0, false
	}
	if strings.HasSuffix(host, ".") {
		return cors.DottedOrigin, labels[0] != ""
	}
	return cors.DomainOrigin, labels[0] != ""
}

// serializeIPv6 differs from netip in addresses that hold one of IPv4.
//
// https://url.spec.whatwg.org/#concept-ipv6-serializer
func serializeIPv6(a netip.Addr) string {
	if b := a.As16(); a.Is4In6() {
		return fmt.Sprintf("::ffff:%x:%x", uint(b[12])<<8|uint(b[13]), uint(b[14])<<8|uint(b[15]))
	}
	return a.String()
}

// FuzzOrigin compares ParseOrigin with the reference and, where net/url knows the host's bytes, with that.
func FuzzOrigin(f *testing.F) {
	seedOrigins(f)
	for _, row := range attacks(f) {
		f.Add(row.lines(f)[0])
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, form := cors.ParseOrigin(s)
		if want, ok := referenceForm(s); ok != form.Serialized() || ok && form != want {
			t.Fatalf("%q %v; the reference says %v, %v", s, form, ok, want)
		}
		if !form.Serialized() {
			if (o != cors.Origin{}) || !plausible(s, form) {
				t.Fatalf("%q is %+v, and %v", s, o, form)
			}
			return
		}
		text := o.Scheme + "://" + o.Host
		if o.Port != "" {
			text += ":" + o.Port
		}
		u, err := url.Parse(s)
		if text != s || err == nil && (u.Scheme != o.Scheme || u.Host != strings.TrimPrefix(s, o.Scheme+"://") ||
			u.Port() != o.Port || u.User != nil || u.Path+u.RawQuery+u.Fragment+u.Opaque != "") {
			t.Fatalf("%q is %+v, and %#v to net/url", s, o, u)
		}
	})
}

// plausible reports whether the text has what the form names.
func plausible(s string, form cors.OriginForm) bool {
	_, authority, _ := strings.Cut(s, "://")
	holds := map[cors.OriginForm]bool{
		cors.NullOrigin:        s == "null",
		cors.EmptyOrigin:       s == "",
		cors.LongOrigin:        len(s) > 1024,
		cors.SchemelessOrigin:  !schemed.MatchString(s),
		cors.UpperCaseOrigin:   strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
		cors.ControlOrigin:     strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }),
		cors.UserinfoOrigin:    strings.Contains(authority, "@"),
		cors.PathOrigin:        strings.Contains(authority, "/"),
		cors.QueryOrigin:       strings.Contains(authority, "?"),
		cors.FragmentOrigin:    strings.Contains(authority, "#"),
		cors.BackslashOrigin:   strings.Contains(authority, `\`),
		cors.ListedOrigin:      strings.Count(s, "//") > 1,
		cors.HostlessOrigin:    authority == "" || authority[0] == ':',
		cors.UnicodeOrigin:     strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 }),
		cors.BadHost:           authority != "",
		cors.BadIPv4:           strings.ContainsAny(authority, "0123456789"),
		cors.BadIPv6:           strings.HasPrefix(authority, "["),
		cors.BadPort:           strings.Contains(authority, ":"),
		cors.DefaultPortOrigin: strings.HasSuffix(s, ":443") || strings.HasSuffix(s, ":80"),
	}
	return holds[form]
}
