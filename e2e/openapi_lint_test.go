// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"path/filepath"
	"testing"
)

// openapi.yaml is what redocly's strict set of rules wants. The exceptions are in azurejs, each with its reason. It is a
// test and not a part of `make lint`, which needs no more than Go.
func TestOpenAPILint(t *testing.T) {
	t.Parallel()
	tools := needNodeTools(t)
	if err := copyFile(filepath.Join(tools.dir, "openapi.yaml"), filepath.Join("..", "openapi.yaml")); err != nil {
		t.Fatal(err)
	}
	lint := tools.command(t, filepath.Join("node_modules", "@redocly", "cli", "bin", "cli.js"), "lint", "openapi.yaml")
	lint.Env = append(lint.Env, "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	if output, err := lint.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", lint, err, output)
	}
}
