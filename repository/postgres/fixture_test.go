// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/repository"
)

// TestFixtures: a database of each schema that there ever was, testdata/schema-N.sql, is migrated, and everything in it
// reads as it did: testdata/records-N.json.
func TestFixtures(t *testing.T) {
	t.Parallel()
	if *update {
		newFixture(t, latestSchema)
	}
	for version := 1; version <= latestSchema; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			t.Parallel()
			script, err := os.ReadFile(fixture("schema-%d.sql", version))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(fixture("records-%d.json", version))
			if err != nil {
				t.Fatal(err)
			}
			url := testpg.Database(t)
			exec(t, url, string(script))
			epoch := read[string](t, url, "SELECT epoch FROM meta")
			up(t, url)
			if got := read[string](t, url, "SELECT epoch FROM meta"); got != epoch {
				t.Errorf("the epoch is %s, and was %s", got, epoch)
			}
			store := opened(t, url, Options{})
			if got := everything(t, store, version); got != string(want) {
				t.Errorf("the records are\n%s", got)
			}
			furnish(t, store) // and the history goes on
		})
	}
}

func fixture(name string, version int) string {
	return filepath.Join("testdata", fmt.Sprintf(name, version))
}

// newFixture makes the fixture of a schema, unless there is one.
func newFixture(t *testing.T, version int) {
	t.Helper()
	if _, err := os.Stat(fixture("schema-%d.sql", version)); !errors.Is(err, fs.ErrNotExist) {
		return
	}
	url := testpg.Database(t)
	upTo(t, url, version)
	store := opened(t, url, Options{FollowOnly: true})
	fillFixture(t, store, version)
	head := fmt.Sprintf("-- A database of schema %d, with golang-migrate's own table. It stays as it is.\n\n", version)
	write(t, fixture("schema-%d.sql", version), head+dumpOf(t, url, "").all())
	write(t, fixture("records-%d.json", version), everything(t, store, version))
}

// keysOfFixture are records of two tenants. Subscriptions are records from the third schema on.
func keysOfFixture(version int) []repository.Key {
	var subscriptions []repository.Key
	if version >= 3 {
		subscriptions = []repository.Key{repository.NewKey("sub-a"), repository.NewKey("sub-c")} // sub-b is made known by its group
	}
	return append(subscriptions,
		repository.NewKey("sub-a", "one"), repository.NewKey("sub-b", "two"),
		repository.NewKey("sub-a", "one", "house"), repository.NewKey("sub-b", "two", "away"),
		repository.NewKey("sub-a", "one", "house", "forgotten"), repository.NewKey("sub-a", "one", "house", "gone"),
		repository.NewKey("sub-a", "one", "house", "full"), repository.NewKey("sub-b", "two", "away", "bare"))
}

func scopeOf(key repository.Key) repository.Scope {
	return repository.Scope{Tenant: "tenant of " + key.Subscription}
}

// fillFixture stores something of each kind, and changes it once. One deletion is known, an older one forgotten.
func fillFixture(t *testing.T, store *Store, version int) {
	t.Helper()
	now := time.Now()
	stamp := repository.Stamp{By: `someone's \ "id"`, ByType: "User", At: now}
	content := repository.Workspace{ID: "/Spelt/As It Was", Document: []byte(`{ "tags" : {"ä":"\u00e4 'x' \\"} }`),
		Meta: repository.Meta{Created: stamp, Modified: stamp}}
	for _, location := range []string{"westeurope", "northeurope"} {
		content.Location = location
		for _, key := range keysOfFixture(version) {
			who := repository.Audit{Principal: stamp.By, ClientAddress: "2001:db8::1", CorrelationID: "c0ffee", Action: "some/write", At: now}
			if key.Service == "forgotten" {
				who.At = now.Add(-48 * time.Hour)
			}
			if err := fillRecord(t, store, key, who, content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := store.Compact(t.Context(), now.Add(-24*time.Hour)); err != nil {
		t.Fatal(err)
	}
}

func fillRecord(t *testing.T, store *Store, key repository.Key, who repository.Audit, content repository.Workspace) (err error) {
	t.Helper()
	switch {
	case key.Group == "":
		_, err = store.ChangeSubscription(t.Context(), scopeOf(key), key, who, func(*repository.Subscription) (*repository.Subscription, error) {
			next := content
			next.Document = fmt.Appendf(nil, `{ "last" : %q }`, content.Location)
			return (*repository.Subscription)(&next), nil
		})
	case key.Workspace == "":
		_, err = store.ChangeGroup(t.Context(), scopeOf(key), key, who, func(*repository.Group) (*repository.Group, error) {
			return (*repository.Group)(&content), nil
		})
	case key.Service == "":
		_, err = store.ChangeWorkspace(t.Context(), scopeOf(key), key, who, func(*repository.Workspace) (*repository.Workspace, error) {
			return &content, nil
		})
	default:
		_, err = store.ChangeService(t.Context(), scopeOf(key), key, who, func(old *repository.Service) (*repository.Service, error) {
			if old != nil && (key.Service == "gone" || key.Service == "forgotten") {
				return nil, nil
			}
			next := &repository.Service{ID: content.ID, Location: content.Location, Document: content.Document, Meta: content.Meta}
			if key.Service == "full" {
				complement(next)
			}
			return next, nil
		})
	}
	return err
}

func complement(s *repository.Service) {
	s.CORS = &repository.Part[cors.Settings]{Meta: s.Meta, Value: cors.Settings{
		Origins: []string{"https://App.example", "http://localhost:3000"}, Headers: []string{}, Methods: []string{"GET"}, MaxAge: new(0)}}
	s.Upstream = &repository.Part[repository.Upstream]{Meta: s.Meta, Value: repository.Upstream{URL: "https://u.example/fhir"}}
	s.Gateway = &repository.Part[repository.GatewaySettings]{Meta: s.Meta, Value: repository.GatewaySettings{
		Enforcement: repository.Enforce, Discovery: repository.ConfiguredOrigins}}
}
