// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// call sends a request with a client of its own.
func (r *rig) call(ctx context.Context, t testing.TB, method string, body io.Reader) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, "http://"+r.address+"/Patient/$export", body)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	request.Header.Set("Origin", app)
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func deadline(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// TestAnswersStream: a part is seen before the upstream may send the next.
func TestAnswersStream(t *testing.T) {
	t.Parallel()
	for _, mediaType := range []string{"application/fhir+ndjson", "text/event-stream"} {
		t.Run(mediaType, func(t *testing.T) {
			t.Parallel()
			next := make(chan struct{})
			r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", mediaType)
				for i := range 5 {
					_, _ = io.WriteString(w, "data: "+strconv.Itoa(i)+"\n")
					_ = http.NewResponseController(w).Flush()
					select {
					case <-next:
					case <-r.Context().Done():
						return
					}
				}
			}).serve(t)
			response := r.call(deadline(t), t, http.MethodGet, nil)
			answer{status: response.StatusCode, header: response.Header}.expect(t, 200, varyOrigin, allowApp, credentials, exposes)
			reader := bufio.NewReader(response.Body)
			for i := range 5 {
				if line, err := reader.ReadString('\n'); line != "data: "+strconv.Itoa(i)+"\n" {
					t.Fatalf("part %d: %q %v", i, line, err)
				}
				next <- struct{}{}
			}
			if _, err := reader.ReadByte(); !errors.Is(err, io.EOF) {
				t.Errorf("at the end: %v", err)
			}
		})
	}
}

// TestFullDuplex: each line of the body is answered before the next is sent.
func TestFullDuplex(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		_ = control.EnableFullDuplex()
		_ = control.Flush()
		for lines := bufio.NewScanner(r.Body); lines.Scan(); {
			_, _ = io.WriteString(w, strings.ToUpper(lines.Text())+"\n")
			_ = control.Flush()
		}
	}).serve(t)
	body, say := io.Pipe()
	defer func() { _ = say.Close() }()
	response := r.call(deadline(t), t, http.MethodPost, body)
	reader := bufio.NewReader(response.Body)
	for _, line := range []string{"one", "two", "three"} {
		_, _ = io.WriteString(say, line+"\n")
		if heard, err := reader.ReadString('\n'); heard != strings.ToUpper(line)+"\n" {
			t.Fatalf("said %q, heard %q %v", line, heard, err)
		}
	}
	_ = say.Close()
	if rest, err := io.ReadAll(reader); len(rest) > 0 || err != nil {
		t.Errorf("at the end: %q %v", rest, err)
	}
}

// TestCallerGone ends the upstream's request, before the first byte of the answer and behind it.
func TestCallerGone(t *testing.T) {
	t.Parallel()
	for _, begun := range []bool{false, true} {
		t.Run("answer begun: "+strconv.FormatBool(begun), func(t *testing.T) {
			t.Parallel()
			asked, ended := make(chan struct{}), make(chan struct{})
			r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
				if begun {
					_ = http.NewResponseController(w).Flush()
				}
				close(asked)
				<-r.Context().Done()
				close(ended)
			}).serve(t)
			conn := dial(t, r.address)
			_, _ = io.WriteString(conn, "GET /Patient HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
			await(t, asked, "the upstream was not asked")
			_ = conn.Close()
			await(t, ended, "the upstream's request goes on")
			if log := r.log.String(); strings.Contains(log, "upstream failed") || strings.Contains(log, "panic") {
				t.Errorf("the upstream is blamed: %s", log)
			}
		})
	}
}

func await(t testing.TB, happened <-chan struct{}, otherwise string) {
	t.Helper()
	select {
	case <-happened:
	case <-time.After(patience):
		t.Fatal(otherwise)
	}
}

// TestLargeBodies pass in constant memory, both ways. Not parallel: it counts what is allocated.
func TestLargeBodies(t *testing.T) {
	const size, bound = 64 << 20, 16 << 20
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex()
		_, _ = io.Copy(w, r.Body)
	}).serve(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	response := r.call(deadline(t), t, http.MethodPost, io.LimitReader(zeros{}, size))
	n, err := io.Copy(io.Discard, response.Body)
	runtime.ReadMemStats(&after)
	if n != size || err != nil {
		t.Errorf("%d bytes came back (%v), want %d", n, err, size)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > bound {
		t.Errorf("%d bytes were allocated for %d", used, size)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// TestUpstreamBreaksOff in the middle: the caller's answer breaks off too, and does not look complete.
func TestUpstreamBreaksOff(t *testing.T) {
	t.Parallel()
	for _, framing := range []string{"Content-Length: 10\r\n\r\n12345", "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"} {
		up := newSeen(t, "HTTP/1.1 200 OK\r\n"+framing)
		r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
		conn := dial(t, r.address)
		_, _ = io.WriteString(conn, wire("GET /Patient"))
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			continue // nothing came at all
		}
		if body, err := io.ReadAll(response.Body); err == nil {
			t.Errorf("a broken body came whole: %q", body)
		}
		_ = response.Body.Close()
	}
}
