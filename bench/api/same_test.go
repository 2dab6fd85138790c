// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// What is compared has to be the same work.

func TestBareHandlerSendsPostgresTheSameMessages(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{TCP: true})
	server.CreateDatabase(t, "bench")
	url := server.URL("bench")
	furnishPostgres(t, url)
	spy := newSpy(t, server.Addr())
	p := postgresPair(t, strings.Replace(url, server.Addr(), spy.address, 1))
	expectSameRows(t, p)
	for method, want := range map[string]struct{ messages, statements int }{http.MethodGet: {1, 1}, http.MethodPut: {2, 7}} {
		var asked [2][]string
		for i, address := range []string{p.ours, p.bare} {
			for age := range 2 { // the first may have to prepare
				spy.take()
				ask(t, method, address, p.token, leastAge+10*i+age)
			}
			asked[i] = spy.take()
		}
		ends := func(statement string) bool { return statement == endOfMessage }
		if messages := len(asked[0]) - len(slices.DeleteFunc(slices.Clone(asked[0]), ends)); messages != want.messages || len(asked[0]) != want.messages+want.statements {
			t.Errorf("%s: ours asks %q, want %d statements in %d messages", method, asked[0], want.statements, want.messages)
		}
		if !slices.Equal(asked[0], asked[1]) {
			t.Errorf("%s: ours asks %q\nbut the bare handler %q", method, asked[0], asked[1])
		}
	}
}

func TestBareHandlerChangesTheSameRowsOfSQLite(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "corsgate.db")
	p := sqlitePair(t, path)
	expectSameRows(t, p)
	db := openSQL(t, path)
	do := func(sql string) {
		t.Helper()
		if _, err := db.Exec(sql); err != nil {
			t.Fatal(err)
		}
	}
	do(`CREATE TABLE noted (number INTEGER PRIMARY KEY, what TEXT)`)
	for _, event := range []string{"UPDATE ON meta", "UPDATE ON services", "INSERT ON services", "DELETE ON tombstones", "INSERT ON audit"} {
		do(`CREATE TRIGGER "` + event + `" AFTER ` + event + ` BEGIN INSERT INTO noted (what) VALUES ('` + event + `'); END`)
	}
	want := []string{"UPDATE ON meta", "UPDATE ON services", "DELETE ON tombstones", "INSERT ON audit"}
	for i, address := range []string{p.ours, p.bare} {
		// A tombstone that should not be there shows that somebody looks for it.
		do(`DELETE FROM noted; INSERT INTO tombstones VALUES ('` + workspace + "-" + serviceName(0) + `', 'tenant', 0, '')`)
		ask(t, http.MethodPut, address, p.token, leastAge+10*i)
		var got string
		if err := db.QueryRow(`SELECT group_concat(what, ', ') FROM (SELECT what FROM noted ORDER BY number)`).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != strings.Join(want, ", ") {
			t.Errorf("%s: changes were %s, want %q", [...]string{"ours", "bare"}[i], got, want)
		}
	}
}

// expectSameRows lets both make the same change, and compares what each of them has stored and what both answer.
func expectSameRows(t *testing.T, p pair) {
	t.Helper()
	var stored [2]row
	for i, address := range []string{p.ours, p.bare} {
		before := asRow(t, ask(t, http.MethodGet, p.bare, p.token, 0))
		ask(t, http.MethodPut, p.ours, p.token, leastAge+1) // each begins at the same
		begin := asRow(t, ask(t, http.MethodGet, p.bare, p.token, 0))
		ask(t, http.MethodPut, address, p.token, leastAge+2)
		stored[i] = asRow(t, ask(t, http.MethodGet, p.bare, p.token, 0))
		if stored[i].Revision != begin.Revision+1 || stored[i].ETag == begin.ETag || begin.Revision <= before.Revision {
			t.Errorf("revision %d, %d, %d", before.Revision, begin.Revision, stored[i].Revision)
		}
		var shown, sent struct{ Properties map[string]any }
		decode(t, ask(t, http.MethodGet, p.ours, p.token, 0), &shown)
		decode(t, []byte(body(leastAge+2)), &sent)
		sent.Properties["provisioningState"] = "Succeeded"
		if !reflect.DeepEqual(shown.Properties, sent.Properties) {
			t.Errorf("the service is %v, want %v", shown.Properties, sent.Properties)
		}
	}
	if ours, bare := unstamped(t, stored[0]), unstamped(t, stored[1]); !reflect.DeepEqual(ours, bare) {
		t.Errorf("ours stores %v\nbut the bare handler %v", ours, bare)
	}
}
