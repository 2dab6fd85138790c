// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// TestEncodings: a database that holds any text will do, whatever it calls that; another one is refused at once.
func TestEncodings(t *testing.T) {
	t.Parallel()
	server := testpg.Start(t, testpg.Options{})
	for name, c := range map[string]struct {
		encoding string
		does     bool
	}{"utf8": {"UTF8", true}, "ascii": {"SQL_ASCII", true}, "latin1": {"LATIN1", false}} {
		server.Exec(t, "postgres", "CREATE DATABASE "+name+" ENCODING '"+c.encoding+"' LOCALE 'C' TEMPLATE template0")
		url := server.URL(name)
		_, _, err := Up(t.Context(), url, MigrateOptions{})
		if !c.does {
			if err == nil || !containsAll(err, "LATIN1", "UTF8") {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		store := opened(t, url, Options{})
		furnish(t, store)
		mustPut(t, store, records, "Zürich \u2028 \U0001f600")
		if got, err := store.Service(t.Context(), tenant, records); err != nil || got.Location != "Zürich \u2028 \U0001f600" {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
