// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"
)

// TestBodiesSeen reads a service again and again: what is remembered is told apart by content, spelling and version.
func TestBodiesSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(serviceID, `{"tags":{"a":"1"},"properties":{"encryption":{}}}`).want(http.StatusOK, "")
	upper := strings.Replace(serviceID, "fhirservices/records", "fhirServices/Records", 1)
	for _, again := range []string{"first", "second"} {
		for target, want := range map[string][2]string{
			serviceID:                             {`/fhirservices/records"`, `"encryption":{}`},
			upper:                                 {`/fhirServices/Records"`, `"encryption":{}`},
			serviceID + "?api-version=2022-12-01": {`/fhirservices/records"`, `"tags":{"a":"1"}`},
		} {
			body := string(w.get(target).want(http.StatusOK, "").body)
			if !strings.Contains(body, want[0]) || !strings.Contains(body, want[1]) ||
				strings.Contains(target, "2022") && strings.Contains(body, "encryption") {
				t.Errorf("%s time, %s: %s", again, target, body)
			}
		}
	}
	w.patch(serviceID, `{"tags":{"a":"2"}}`).want(http.StatusOK, "")
	if body := string(w.get(serviceID).body); !strings.Contains(body, `"a":"2"`) {
		t.Errorf("after a change: %s", body)
	}
}
