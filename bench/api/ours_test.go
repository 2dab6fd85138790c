// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/corsgate/corsgate/api"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/forwarded"
	"github.com/corsgate/corsgate/internal/netguard"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
	"github.com/corsgate/corsgate/telemetry"
)

const publicURL = "https://corsgate.example"

// ours is the management API as the program assembles it, with all that a request meets there: tokens are verified,
// buckets counted, metrics kept, and each request is a line of JSON in a file. The buckets are larger than those of the
// program, so that none is ever empty.
func ours(t *testing.T, store repository.Store, key *ecdsa.PrivateKey) http.Handler {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	closing(t, file.Close)
	log, err := telemetry.NewLogger(file, "info")
	if err != nil {
		t.Fatal(err)
	}
	guard := netguard.New(nil, "fhir.localhost")
	manager := service.New(store, service.Options{CheckUpstream: guard.CheckURL})
	verifier := auth.NewCached(auth.NewVerifier(&key.PublicKey, auth.VerifierOptions{}), auth.CacheOptions{})
	limit := api.Limit{Burst: 1 << 30, PerSecond: 1e9}
	return api.Handler(manager, verifier, api.Options{PublicURL: publicURL, Logger: log, Metrics: telemetry.NewRegistry(),
		Limits: api.Limits{Reads: limit, Writes: limit, Deletes: limit}, Trust: forwarded.New(nil)})
}

// served is a handler on a port of its own. It has no TLS, which would cost both sides the same and so bring them
// closer together. The timeouts are the program's.
func served(t *testing.T, handler http.Handler) (address string) {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.Config.ReadHeaderTimeout, server.Config.IdleTimeout = 10*time.Second, 75*time.Second
	server.Config.ReadTimeout, server.Config.WriteTimeout = time.Minute, time.Minute
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func issue(t *testing.T, key *ecdsa.PrivateKey, role auth.Role) string {
	t.Helper()
	token, err := auth.Issue(key, role, subscription, time.Hour, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func closing(t *testing.T, end func() error) {
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
}
