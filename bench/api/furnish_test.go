// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/repository"
)

// furnish creates the services and what they are in, as clients do.
func furnish(t *testing.T, store repository.Store) {
	t.Helper()
	key := newKey(t)
	handler := ours(t, store, key)
	token := issue(t, key, auth.Operator)
	put := func(path, body string) {
		t.Helper()
		r := httptest.NewRequest(http.MethodPut, path, strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if w.Code != http.StatusCreated {
			t.Fatalf("PUT %s: %d %s", path, w.Code, w.Body)
		}
	}
	put(groupPath+"?api-version=2021-04-01", `{"location":"westeurope"}`)
	put(workspacePath+version, `{"location":"westeurope"}`)
	for n := range measured {
		put(servicePath(n)+version, body(leastAge))
	}
}

// crowded is how many services there are besides those that are changed: more than anybody remembers.
const crowded = 5000

func crowdName(n int) string { return fmt.Sprintf("crowd-%d", n) }

// crowd is SQL that puts so many more services into the workspace, each like the first one. Both databases understand it.
func crowd(services int) string {
	return fmt.Sprintf(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d)
INSERT INTO services (subscription_id, group_name, workspace_name, name, label, tenant_id, id, location, document, etag,
	created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at, cors, upstream, gateway, revision)
SELECT subscription_id, group_name, workspace_name, %[2]s, workspace_name || '-' || %[2]s, tenant_id, replace(id, name, %[2]s),
	location, document, etag || n, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at,
	replace(cors, '"etag":"', '"etag":"' || n), upstream, gateway, revision
FROM services, numbers WHERE name = 'service-0'`, services, `'crowd-' || n`)
}
