// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// The locks of a SQLite write-ahead log are on these bytes of its shared memory file.
//
// https://sqlite.org/walformat.html#locks
const (
	walWriteLock = 120
	walLocks     = 8
)

// lockStore takes locks of the store as another process may that hangs. It returns what gives them back.
func lockStore(t *testing.T, dir string, first, count int64) (unlock func()) {
	t.Helper()
	file, err := os.OpenFile(filepath.Join(dir, "corsgate.db-shm"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: first, Len: count}
	eventually(t, "the locks of the store", func() bool {
		return syscall.FcntlFlock(file.Fd(), syscall.F_SETLK, &lock) == nil
	})
	return func() {
		if err := file.Close(); err != nil { // which gives all locks back
			t.Error(err)
		}
	}
}

// While the store fails, the API says so and the gateway serves what it knows. Nothing needs a restart afterwards.
func TestStoreFailure(t *testing.T) {
	t.Parallel()
	if onPostgres() {
		t.Skip("these are the locks of SQLite; TestPostgresAway is the same for Postgres")
	}
	for _, c := range []struct {
		name         string
		first, count int64
		read         int // status of a GET meanwhile
	}{
		{"no write", walWriteLock, 1, http.StatusOK},
		{"neither read nor write", walWriteLock, walLocks, http.StatusServiceUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			failStore(t, c.first, c.count, c.read)
		})
	}
}

// failStore takes the locks away for a while; read is the status of a GET meanwhile.
func failStore(t *testing.T, first, count int64, read int) {
	t.Helper()
	p := serve(t, initialize(t), inProduction()...)
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", startUpstream(t, nil))
	before := operator.putSettings(t, "clinic", "records", allowed())
	p.waitRevision(t, before)

	unlock := lockStore(t, p.dataDir, first, count)
	settings := serviceID("clinic", "records") + corsSettingsOf + corsgateVersion
	put := make(chan answer, 1)
	go func() { // both take as long as SQLite waits
		got, err := operator.send(t.Context(), http.MethodPut, settings, `{"properties":{"origins":["https://other.example.org"]}}`)
		if err != nil {
			t.Error(err)
		}
		put <- got
	}()
	checkEnforced(t, p, "clinic-records")
	if got := operator.get(t, settings); got.Status != read {
		t.Errorf("GET: %d %s, want %d", got.Status, got.Body, read)
	} else if read != http.StatusOK {
		checkUnavailable(t, "GET", got)
	}
	checkUnavailable(t, "PUT", <-put)
	checkEnforced(t, p, "clinic-records")
	if state, err := p.readiness(t.Context()); err != nil || !state.Ready || state.AppliedRevision != before {
		t.Errorf("/readyz: %+v, %v", state, err)
	}
	unlock()

	changed := allowed()
	changed.MaxAge = 5
	after := operator.putSettings(t, "clinic", "records", changed)
	if after != before+1 {
		t.Errorf("the next revision is %d, want %d: the refused write left something behind", after, before+1)
	}
	p.waitRevision(t, after)
	checkEnforced(t, p, "clinic-records")
}
