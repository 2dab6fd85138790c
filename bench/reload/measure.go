// SPDX-License-Identifier: Apache-2.0

package main

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
	longest = 30 * time.Second
)

// measured are the times since just before the PUT was sent.
type measured struct{ answered, enforced []time.Duration }

// measure changes the settings between two origins, and asks the gateway for both decisions all the while.
func (p *program) measure(ctx context.Context, writes int) (measured, error) {
	gateway, err := dialGateway(ctx, p.gateway)
	if err != nil {
		return measured{}, err
	}
	defer gateway.conn.Close()
	var result measured
	for i := range warmUps + writes {
		answered, enforced, err := p.change(ctx, gateway, fmt.Sprintf("https://flip%d.example.org", i%2))
		if err != nil {
			return measured{}, err
		}
		if i >= warmUps {
			result.answered, result.enforced = append(result.answered, answered), append(result.enforced, enforced)
		}
	}
	return result, nil
}

// change sends one PUT and polls until its settings are in force.
func (p *program) change(ctx context.Context, gateway *prober, origin string) (answered, enforced time.Duration, err error) {
	body := `{"properties":{"origins":["` + origin + `"],"headers":["content-type"],"methods":["GET","PUT"],"maxAge":600}}`
	done := make(chan error, 1)
	begin := time.Now()
	go func() {
		err := p.put(ctx, settings, body)
		answered = time.Since(begin)
		done <- err
	}()
	for allowed := false; !allowed; {
		if allowed, err = gateway.allows(origin); err != nil {
			break
		}
		if enforced = time.Since(begin); enforced > longest {
			err = fmt.Errorf("a change is not in force after %v", longest)
			break
		}
	}
	if failed := <-done; failed != nil {
		err = failed
	}
	return answered, enforced, err
}

// prober sends preflights on one connection.
type prober struct {
	conn   net.Conn
	reader *bufio.Reader
}

func dialGateway(ctx context.Context, address string) (*prober, error) {
	conn, err := (&net.Dialer{Timeout: longest}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &prober{conn: conn, reader: bufio.NewReader(conn)}, nil
}

// allows asks whether the origin may PUT.
func (g *prober) allows(origin string) (bool, error) {
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
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return false, err
	}
	return answer.StatusCode == http.StatusNoContent && answer.Header.Get("Access-Control-Allow-Origin") == origin, nil
}

// percentile is the nearest rank: the least value that p per cent of all are not above.
func percentile(values []time.Duration, p float64) time.Duration {
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
