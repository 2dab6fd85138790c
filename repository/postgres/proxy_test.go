// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"fmt"
	"io"
	"net"
	neturl "net/url"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// What a proxy may do to the next bytes that come.
const (
	forward    int32 = iota
	cutRequest       // the client's: they get lost, and so does the connection
	cutAnswer        // the server's
)

// proxy stands between a store and its server, and can come between them.
type proxy struct {
	listener        net.Listener
	network, server string
	accepted        atomic.Int32 // connections so far
	next            atomic.Int32
	skip            atomic.Int32 // so many pass before the next one
	silent          atomic.Bool  // nothing passes, and nobody is told; who comes new is turned away
	running         sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
}

// newProxy returns a proxy for the server that a URL names, and the URL that leads through it.
func newProxy(t testing.TB, url, user string) (*proxy, string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener}
	p.network, p.server = addressOf(t, url)
	p.running.Go(p.accept)
	t.Cleanup(p.close)
	host, port, _ := net.SplitHostPort(listener.Addr().String()) // it is one
	return p, as(t, url, user, "host", host, "port", port, "sslmode", "disable")
}

// addressOf is where the server of a URL listens.
func addressOf(t testing.TB, url string) (network, address string) {
	t.Helper()
	u, err := neturl.Parse(url)
	if err != nil {
		t.Fatal(err)
	}
	if host := u.Query().Get("host"); strings.HasPrefix(host, "/") {
		return "unix", filepath.Join(host, fmt.Sprintf(".s.PGSQL.%s", u.Query().Get("port")))
	}
	return "tcp", u.Host
}

func (p *proxy) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for _, conn := range p.conns {
		_ = conn.Close() // most have ended
	}
	p.mu.Unlock()
	p.running.Wait()
}

func (p *proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return // the test is over
		}
		p.accepted.Add(1)
		server, err := net.Dial(p.network, p.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		p.mu.Lock()
		p.conns = append(p.conns, client, server)
		p.mu.Unlock()
		if p.silent.Load() {
			_, _ = client.Close(), server.Close()
			continue
		}
		p.running.Go(func() { p.copy(server, client, cutRequest) })
		p.running.Go(func() { p.copy(client, server, cutAnswer) })
	}
}

// copy passes on what comes, until either side ends.
func (p *proxy) copy(to, from net.Conn, cut int32) {
	defer func() { _, _ = to.Close(), from.Close() }() // the other direction ends with it
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || p.next.Load() == cut && p.skip.Add(-1) < 0 && p.next.CompareAndSwap(cut, forward) {
			return
		}
		if p.silent.Load() { // something is lost, so nothing may come after it
			_, _ = io.Copy(io.Discard, from)
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}
