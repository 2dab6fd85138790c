// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// TestForbiddenUpstreams: whatever way an upstream leads to a forbidden address, nothing is dialled. A listener that
// could be reached sees no connection. Not parallel: names are resolved by the test.
func TestForbiddenUpstreams(t *testing.T) {
	before := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = before })
	net.DefaultResolver = resolver(map[string][4]byte{
		"rebind.test.": {127, 0, 0, 1}, "metadata.test.": {169, 254, 169, 254}, "private.test.": {10, 0, 0, 1},
		"public.test.": {8, 8, 8, 8}, "any.test.": {0, 0, 0, 0}, "demo." + domain + ".": {127, 0, 0, 1}})

	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	accepted := make(chan struct{})
	go func() {
		if conn, err := listener.Accept(); err == nil {
			_ = conn.Close()
			close(accepted)
		}
	}()
	for _, c := range []struct{ name, upstream, allow string }{
		{"loopback", "http://127.0.0.1:", ""},
		{"loopback over TLS", "https://127.0.0.1:", ""},
		{"mapped loopback", "https://[::ffff:127.0.0.1]:", ""},
		{"short loopback", "http://127.1:", ""},
		{"decimal loopback", "http://2130706433:", ""},
		{"hexadecimal loopback", "http://0x7f.0.0.1:", ""},
		{"localhost", "https://localhost:", ""},
		{"name of loopback", "https://rebind.test:", ""},
		{"name of loopback, other ranges allowed", "http://rebind.test:", "10.0.0.0/8"},
		{"unspecified, all allowed", "http://0.0.0.0:", "0.0.0.0/0"},
		{"name of unspecified, all allowed", "http://any.test:", "0.0.0.0/0"},
		{"metadata, all allowed", "http://169.254.169.254:", "0.0.0.0/0"},
		{"name of metadata, all allowed", "http://metadata.test:", "0.0.0.0/0"},
		{"private", "https://10.0.0.1:", ""},
		{"name of private", "https://private.test:", ""},
		{"public without TLS", "http://public.test:", ""},
		{"own domain, all allowed", "http://demo." + domain + ":", "0.0.0.0/0"},
		{"own domain in another spelling, all allowed", "http://DEMO." + strings.ToUpper(domain) + ".:", "0.0.0.0/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			allow := []string{"192.0.2.0/24"}
			if c.allow != "" {
				allow = append(allow, c.allow)
			}
			r := newRig(t, unreached(t), func(o *Options) { o.Transport = guarded(allow...) }).serve(t, at(c.upstream+port))
			for _, request := range []string{"GET /Patient", "POST /Patient"} {
				a := r.ask(t, request, from(app))
				a.expect(t, 502, varyOrigin, allowApp, credentials, exposes)
				a.outcome(t, badGateway)
			}
			if log := r.log.String(); strings.Count(log, `"kind":"forbidden address"`) != 2 || strings.Contains(log, port) {
				t.Errorf("log %s", log)
			}
		})
	}
	select {
	case <-accepted:
		t.Error("the listener was dialled")
	default:
	}
}

// TestRedirectsAreNotFollowed: the caller decides, and the guard is not asked to trust what an upstream names.
func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	const elsewhere = "http://169.254.169.254/latest"
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere, http.StatusFound) }).serve(t)
	if a := r.ask(t, "GET /Patient"); a.status != 302 || a.header.Get("Location") != elsewhere {
		t.Errorf("%d %s", a.status, a.header.Get("Location"))
	}
}

// resolver answers from a map, in process.
func resolver(names map[string][4]byte) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer func() { _ = server.Close() }()
			for resolve(server, names) == nil {
			}
		}()
		return client, nil
	}}
}

// resolve answers one question in the framing of DNS over streams.
func resolve(conn net.Conn, names map[string][4]byte) error {
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return err
	}
	text := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, text); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(text); err != nil {
		return err
	}
	question := m.Questions[0]
	m.Response, m.Additionals = true, nil
	address, known := names[strings.ToLower(question.Name.String())]
	switch {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case question.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: question.Name, Type: question.Type, Class: question.Class},
			Body: &dnsmessage.AResource{A: address}}}
	}
	text, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(text))), text...))
	return err
}
