// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// Azure's own SDK for JavaScript works unmodified: azurejs/*.test.mjs drive it, with the settings that --dev prints, and
// each of their tests is one of this test's.
func TestAzureJavaScriptSDK(t *testing.T) {
	t.Parallel()
	tools := needNodeTools(t)
	p := startProgram(t)
	operator := p.client(t, p.token(t, "operator"))
	groups := []string{"azurejs", "azurejs-other"}
	for _, group := range groups {
		operator.mustPut(t, "/subscriptions/"+subscription+"/resourceGroups/"+group+groupVersion, `{"location":"westeurope"}`)
	}
	// In one process: loading the SDK takes longer than most tests.
	node := tools.command(t, "--test", "--test-isolation=none", "--test-timeout=60000", "--test-reporter=./reporter.mjs")
	node.Env = append(node.Env, azureEnvironment(t, p)...)
	node.Env = append(node.Env, "RESOURCE_GROUP="+groups[0], "OTHER_RESOURCE_GROUP="+groups[1])
	var stdout, stderr output
	node.Stdout, node.Stderr = &stdout, &stderr
	ended := node.Run()
	passed := reportNodeTests(t, stdout.String())
	if ended != nil {
		t.Errorf("%s: %v\n%s", node, ended, &stderr)
	}
	if passed < 50 {
		t.Errorf("%d tests passed; there are more", passed)
	}
}

// azureEnvironment is what the greeting says, in the names of Azure's own environment variables.
func azureEnvironment(t *testing.T, p *program) []string {
	t.Helper()
	found := []string{
		"AZURE_RESOURCE_MANAGER_ENDPOINT=https://" + p.api,
		"NODE_EXTRA_CA_CERTS=" + filepath.Join(p.dataDir, "ca.pem"),
	}
	eventually(t, "the greeting", func() bool {
		_, last, found := strings.Cut(p.stdout.String(), "\nAZURE_SUBSCRIPTION_ID=")
		return found && strings.Contains(last, "\n")
	})
	for line := range strings.Lines(p.stdout.String()) {
		if strings.HasPrefix(line, "AZURE_") {
			found = append(found, strings.TrimSuffix(line, "\n"))
		}
	}
	return found
}

// reportNodeTests shows each test of azurejs/reporter.mjs's lines, and counts those that passed.
func reportNodeTests(t *testing.T, lines string) (passed int) {
	t.Helper()
	for line := range strings.Lines(lines) {
		var test struct {
			Name, Error string
			OK          bool
			Ms          float64
		}
		if err := json.Unmarshal([]byte(line), &test); err != nil {
			t.Errorf("node printed %q", line)
			continue
		}
		t.Run(test.Name, func(t *testing.T) {
			if !test.OK {
				t.Errorf("after %.0f ms: %s", test.Ms, test.Error)
				return
			}
			passed++
			fmt.Fprintf(t.Output(), "%.0f ms\n", test.Ms)
		})
	}
	return passed
}
