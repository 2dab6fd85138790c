// SPDX-License-Identifier: Apache-2.0

package telemetry_test

import (
	"testing"

	"github.com/corsgate/corsgate/telemetry"
)

func TestMethod(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"GET": "GET", "PATCH": "PATCH", "get": "other", "TRACE": "other", "": "other", "PATIENT-JANE-DOE": "other"} {
		if got := telemetry.Method(name); got != want {
			t.Errorf("Method(%q) = %q", name, got)
		}
	}
}
