// SPDX-License-Identifier: Apache-2.0

package store

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"
)

// slowLink forwards connections to the address, and lets what the client sends travel for as long as delay. Whatever is
// sent meanwhile travels at the same time, as on a network.
func slowLink(t testing.TB, to string, delay time.Duration) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	t.Cleanup(func() {
		_ = listener.Close() // nobody uses it any more
		running.Wait()       // connections end with their clients, which are closed before
	})
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", to)
			if err != nil {
				_ = client.Close() // the client sees what happened
				continue
			}
			running.Go(func() { travel(server, client, delay) })
			running.Go(func() {
				_, _ = io.Copy(client, server) // ends with either of them
				_ = client.Close()
			})
		}
	})
	return listener.Addr().String()
}

// travel copies until either connection ends, and then closes the server's.
func travel(server io.WriteCloser, client io.Reader, delay time.Duration) {
	type packet struct {
		due  time.Time
		data []byte
	}
	way := make(chan packet, 1024)
	go func() {
		defer close(way)
		buffer := make([]byte, 64<<10)
		for {
			n, err := client.Read(buffer)
			if n > 0 {
				way <- packet{time.Now().Add(delay), append([]byte(nil), buffer[:n]...)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range way {
		time.Sleep(time.Until(p.due))
		_, _ = server.Write(p.data) // if the server is gone, the client is closed, and reading ends
	}
	_ = server.Close()
}

func TestSlowLinkDelaysAndKeepsTheOrder(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closing(t, listener.Close)
	go func() { // ends with the connection
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		_, _ = io.Copy(conn, conn)
		_ = conn.Close()
	}()
	const delay = 20 * time.Millisecond
	conn, err := net.Dial("tcp", slowLink(t, listener.Addr().String(), delay))
	if err != nil {
		t.Fatal(err)
	}
	closing(t, conn.Close)
	begin := time.Now()
	for _, part := range []string{"there ", "and ", "back"} {
		if _, err := io.WriteString(conn, part); err != nil {
			t.Fatal(err)
		}
	}
	answer := make([]byte, len("there and back"))
	if _, err := io.ReadFull(conn, answer); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); string(answer) != "there and back" || took < delay {
		t.Errorf("%q came back after %v", answer, took)
	}
}
