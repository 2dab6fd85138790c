// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/repository"
)

// served asks a gateway for the settings of a label that are in force, and returns their mark; "" if there is no such
// service. Settings that are of no write, or of two, are told as they are.
func served(h http.Handler, label string) string {
	first := preflight(h, label, reader)
	if first.Code == http.StatusNotFound {
		return ""
	}
	maxAge, err := strconv.Atoi(first.Header().Get("Access-Control-Max-Age"))
	if err != nil {
		return fmt.Sprintf("of no write: %d %v", first.Code, first.Header())
	}
	mark := markOfAge(maxAge)
	second := preflight(h, label, originOf(mark))
	if second.Header().Get("Access-Control-Allow-Origin") != originOf(mark) ||
		second.Header().Get("Access-Control-Max-Age") != first.Header().Get("Access-Control-Max-Age") {
		return fmt.Sprintf("of two writes: maxAge of %s, whose origin gets %d %v", mark, second.Code, second.Header())
	}
	return mark
}

func preflight(h http.Handler, label, origin string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodOptions, "https://"+label+"."+domain+"/Patient", nil)
	request.Header.Set("Origin", origin)
	request.Header.Set("Access-Control-Request-Method", http.MethodGet)
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, request)
	return answer
}

// fixed is a store that never changes.
type fixed []repository.Route

func (f fixed) Snapshot(context.Context) (repository.Snapshot, error) {
	return repository.Snapshot{Cursor: repository.Cursor{Epoch: "first", Revision: 1}, Routes: f}, nil
}

func (f fixed) Changes(_ context.Context, after repository.Cursor) (repository.Changes, error) {
	return repository.Changes{Cursor: after}, nil
}

func (f fixed) Await(ctx context.Context, _ repository.Cursor) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestServed(t *testing.T) {
	t.Parallel()
	mixed := settingsOf(3, 417)
	mixed.Origins = settingsOf(3, 418).Origins
	table := gateway.NewTable()
	routes := fixed{{Label: "whole", Settings: settingsOf(3, 417)}, {Label: "mixed", Settings: mixed}, {Label: "off"}}
	follower := gateway.NewFollower(routes, table, gateway.FollowerOptions{})
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() { follower.Run(ctx) })
	defer following.Wait()
	defer stop()
	<-follower.Ready()
	handler := gateway.Handler(table, gateway.Options{Domain: domain})
	for label, want := range map[string]string{"whole": "w3-n417", "absent": "", "mixed": "of two writes", "off": "of no write"} {
		if got := served(handler, label); got != want && (!strings.Contains(want, " ") || !strings.HasPrefix(got, want)) {
			t.Errorf("%s is served as %q, want %q", label, got, want)
		}
	}
}
