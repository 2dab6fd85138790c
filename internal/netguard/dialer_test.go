// SPDX-License-Identifier: Apache-2.0

package netguard

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

const dialTimeout = 5 * time.Second

// listen gives a port on 127.0.0.1 and a channel that gets each connection's arrival.
func listen(t *testing.T) (port string, arrived <-chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	calls := make(chan struct{}, 16)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conn.Close()
			calls <- struct{}{}
		}
	}()
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port, calls
}

func TestDialRefusesWhatANameResolvesTo(t *testing.T) {
	t.Parallel()
	port, arrived := listen(t)
	loopback := prefixes(t, "127.0.0.0/8")
	for _, c := range []struct {
		name, host, scheme string
		allow              []netip.Prefix
		answers            []string
		ok                 bool
	}{
		{name: "literal loopback", host: "127.0.0.1", scheme: "https"},
		{name: "literal mapped loopback", host: "::ffff:127.0.0.1", scheme: "https"},
		{name: "localhost", host: "localhost", scheme: "https"},
		{name: "localhost over http", host: "localhost", scheme: "http"},
		{name: "short spelling", host: "127.1", scheme: "https"},
		{name: "no host", host: "", scheme: "https"},
		{name: "unspecified", host: "0.0.0.0", scheme: "https", allow: prefixes(t, "0.0.0.0/0")},
		{name: "name for loopback", host: "rebind.example", scheme: "https", answers: []string{"127.0.0.1"}},
		{name: "name for metadata, all allowed", host: "rebind.example", scheme: "http",
			allow: prefixes(t, "0.0.0.0/0", "::/0"), answers: []string{"169.254.169.254"}},
		{name: "name for two forbidden addresses", host: "rebind.example", scheme: "https", answers: []string{"10.0.0.1", "127.0.0.1"}},
		{name: "name for public http", host: "plain.example", scheme: "http", answers: []string{"8.8.8.8"}},
		{name: "unknown scheme counts as http", host: "plain.example", scheme: "HTTPS", answers: []string{"8.8.8.8"}},
		{name: "allowed literal", host: "127.0.0.1", scheme: "http", allow: loopback, ok: true},
		{name: "allowed name", host: "inside.example", scheme: "http", allow: loopback, answers: []string{"127.0.0.1"}, ok: true},
		{name: "forbidden first, allowed second", host: "inside.example", scheme: "https", allow: loopback,
			answers: []string{"10.0.0.1", "127.0.0.1"}, ok: true},
		{name: "own domain, though allowed", host: "Demo.GW.example.", scheme: "https", allow: loopback, answers: []string{"127.0.0.1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			guard := New(c.allow, "gw.example")
			if c.answers != nil {
				guard.resolver = fakeResolver(c.answers)
			}
			conn, err := guard.Dialer(c.scheme, dialTimeout)(t.Context(), "tcp", net.JoinHostPort(c.host, port))
			if c.ok {
				if err != nil {
					t.Fatalf("dial: %v", err)
				}
				conn.Close()
				<-arrived
				return
			}
			if !errors.Is(err, ErrForbidden) {
				t.Errorf("dial = %v, want ErrForbidden", err)
			}
			if err == nil {
				conn.Close()
			}
		})
	}
	if len(arrived) > 0 {
		t.Error("a refused dial reached the server")
	}
}

func TestDialRefusesOtherNetworks(t *testing.T) {
	t.Parallel()
	guard := New(prefixes(t, "127.0.0.0/8"), "")
	for _, c := range []struct{ network, addr string }{
		{"unix", "/run/secret.sock"}, {"udp", "127.0.0.1:53"}, {"ip4:icmp", "127.0.0.1"}, {"tcp", "127.0.0.1"}, {"", "127.0.0.1:1"},
	} {
		conn, err := guard.Dialer("http", dialTimeout)(t.Context(), c.network, c.addr)
		if !errors.Is(err, ErrForbidden) {
			t.Errorf("dial %s %s = %v, want ErrForbidden", c.network, c.addr, err)
		}
		if err == nil {
			conn.Close()
		}
	}
}

// fakeResolver answers every question for an address with answers, over a connection in memory.
func fakeResolver(answers []string) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go serveDNS(server, answers)
		return client, nil
	}}
}

// serveDNS answers one question. A connection that is no PacketConn carries messages with a length in front, as over TCP.
func serveDNS(conn net.Conn, answers []string) {
	defer conn.Close()
	buffer := make([]byte, 1024)
	n, err := conn.Read(buffer)
	if err != nil || n < 2 {
		return
	}
	var query dnsmessage.Message
	if query.Unpack(buffer[2:n]) != nil || len(query.Questions) != 1 {
		return
	}
	question := query.Questions[0]
	reply := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: query.ID, Response: true, Authoritative: true},
		Questions: query.Questions,
	}
	for _, answer := range answers {
		if addr := netip.MustParseAddr(answer); question.Type == dnsmessage.TypeA && addr.Is4() {
			reply.Answers = append(reply.Answers, dnsmessage.Resource{
				Header: dnsmessage.ResourceHeader{Name: question.Name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET, TTL: 1},
				Body:   &dnsmessage.AResource{A: addr.As4()},
			})
		}
	}
	packed, err := reply.Pack()
	if err != nil {
		return
	}
	_, _ = conn.Write(append([]byte{byte(len(packed) >> 8), byte(len(packed))}, packed...))
}
