// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"slices"
	"time"
)

const (
	warmUps = 20
	// longest is when a change counts as lost.
	longest = time.Minute
	// measuredHost is that of the service whose settings change.
	measuredHost = "bench-service-1.fhir.localhost"
)

// measured are the times since just before the change was sent.
type measured struct{ answered, enforced []time.Duration }

// measure sets one origin after the other, and asks the gateways for decisions all the while. No origin comes twice: nobody
// can have it in force from before.
func measure(ctx context.Context, on target, changes int) (result measured, err error) {
	probers := make([]*prober, len(on.gateways))
	for i, address := range on.gateways {
		probers[i] = &prober{ctx: ctx, address: address}
		defer probers[i].hangUp()
	}
	for i := range min(warmUps, changes) + changes {
		answered, enforced, err := change(on, probers, fmt.Sprintf("https://change%d.example.org", i))
		if err != nil {
			return measured{}, err
		}
		if i >= min(warmUps, changes) {
			result.answered, result.enforced = append(result.answered, answered), append(result.enforced, enforced)
		}
	}
	return result, nil
}

// change makes one change and polls until it is in force. The gateways are asked in turn: when the last one has it, all
// have it, and no more than one question at a time is in their way.
func change(on target, probers []*prober, origin string) (answered, enforced time.Duration, err error) {
	done := make(chan error, 1)
	begin := time.Now()
	go func() {
		err := on.change(origin)
		answered = time.Since(begin)
		done <- err
	}()
	for _, gateway := range probers {
		for allowed := false; !allowed && err == nil; {
			allowed, err = gateway.allows(origin)
			if time.Since(begin) > longest {
				err = fmt.Errorf("a change is not in force after %v", longest)
			}
		}
	}
	enforced = time.Since(begin)
	if failed := <-done; failed != nil {
		err = failed
	}
	return answered, enforced, err
}

// prober sends preflights on one connection, and makes a new one when it was closed, as by a worker that retires.
type prober struct {
	ctx     context.Context
	address string
	conn    net.Conn
	reader  *bufio.Reader
}

// allows asks whether the origin may PUT.
func (g *prober) allows(origin string) (allowed bool, err error) {
	for range 10 { // a listener that is replaced cuts off who has just connected, too
		if g.conn == nil {
			if g.conn, err = (&net.Dialer{Timeout: longest}).DialContext(g.ctx, "tcp", g.address); err != nil {
				return false, err
			}
			g.reader = bufio.NewReader(g.conn)
		}
		if allowed, err = g.ask(origin); err == nil {
			return allowed, nil
		}
		g.hangUp()
	}
	return false, err
}

func (g *prober) ask(origin string) (bool, error) {
	if err := g.conn.SetDeadline(time.Now().Add(longest)); err != nil {
		return false, err
	}
	_, err := fmt.Fprintf(g.conn, "OPTIONS /Patient/1 HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nAccess-Control-Request-Method: PUT\r\n\r\n",
		measuredHost, origin)
	if err != nil {
		return false, err
	}
	answer, err := http.ReadResponse(g.reader, nil)
	if err != nil {
		return false, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.Header.Get("Access-Control-Allow-Origin") == origin, err
}

func (g *prober) hangUp() {
	if g.conn != nil {
		_ = g.conn.Close() // it was only to be asked
		g.conn = nil
	}
}

// percentile is the nearest rank: the least value that p per cent of all are not above.
func percentile(values []time.Duration, p float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
