// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// slowProgram is a program with one request in the gateway that waits for its upstream.
type slowProgram struct {
	*program
	release  func()      // lets the upstream answer
	answered chan answer // closed without one where the gateway gave up
}

func startSlow(t *testing.T) *slowProgram {
	t.Helper()
	arrived, released := make(chan struct{}), make(chan struct{})
	s := &slowProgram{release: sync.OnceFunc(func() { close(released) }), answered: make(chan answer, 1)}
	upstream := startUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		select {
		case <-released:
		case <-r.Context().Done():
		}
		fmt.Fprint(w, "the whole answer")
	})
	t.Cleanup(s.release)
	s.program = serve(t, initialize(t), inProduction()...)
	operator := s.client(t, s.token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", upstream)
	s.waitRevision(t, operator.putSettings(t, "clinic", "records", allowed()))
	operator.http.CloseIdleConnections()

	client, url := s.gatewayClient(t), s.gatewayURL(t, "clinic-records")+"/Patient"
	go func() {
		defer close(s.answered)
		request, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			return
		}
		request.Header.Set("Origin", allowedOrigin)
		if got, err := receive(client, request); err == nil {
			s.answered <- got
		}
	}()
	select {
	case <-arrived:
	case <-time.After(patience):
		t.Fatal("the request did not reach the upstream")
	}
	return s
}

// waitDraining returns when /readyz tells load balancers to go elsewhere.
func (s *slowProgram) waitDraining(t *testing.T) {
	t.Helper()
	eventually(t, "/readyz to say draining", func() bool {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.ops+"/readyz", nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := receive(http.DefaultClient, request)
		if err != nil {
			t.Fatalf("/readyz while draining: %v", err)
		}
		state, err := s.readiness(t.Context())
		return got.Status == http.StatusServiceUnavailable && err == nil && !state.Ready && state.Reason == "draining"
	})
}

// A signal lets requests finish, tells so on /readyz meanwhile, and ends the program with 0.
func TestDrain(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]os.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSlow(t)
			s.signal(t, signal)
			s.waitDraining(t)
			if health := call(t, nil, "health", "--ops-listen", s.ops); health.code != 1 || !strings.Contains(health.stdout, "draining") {
				t.Errorf("health while draining: %+v", health)
			}
			select {
			case got, done := <-s.answered:
				t.Fatalf("the request ended before its upstream answered: %v %+v", done, got)
			case <-s.exited:
				t.Fatal("the program did not wait for the request")
			default:
			}
			s.release()
			got := <-s.answered
			if got.Status != http.StatusOK || string(got.Body) != "the whole answer" ||
				got.Header.Get("Access-Control-Allow-Origin") != allowedOrigin {
				t.Errorf("the request was answered %d %v %q", got.Status, got.Header, got.Body)
			}
			select {
			case <-s.exited:
			case <-time.After(patience):
				t.Fatal("the program does not end after its last request")
			}
			if s.err != nil {
				t.Errorf("the program ended with: %v", s.err)
			}
		})
	}
}

// Who does not want to wait sends a second signal.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	s := startSlow(t)
	s.ending.Do(func() {}) // it is to end badly
	s.signal(t, syscall.SIGTERM)
	s.waitDraining(t)
	begin := time.Now()
	eventually(t, "the end after a second signal", func() bool {
		s.signal(t, syscall.SIGTERM)
		select {
		case <-s.exited:
			return true
		default:
			return false
		}
	})
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if state, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !state.Signaled() || state.Signal() != syscall.SIGTERM {
		t.Errorf("the program ended with: %v", s.err)
	}
	if got, done := <-s.answered; done {
		t.Errorf("the request was answered: %+v", got)
	}
}
