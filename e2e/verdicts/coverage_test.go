// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

// The exchanges are worth something only where they reach every branch, and are told apart.
func TestExchangesReachEveryStep(t *testing.T) {
	t.Parallel()
	site := &site{port: "1024", securePort: "1025", exchanges: exchanges()}
	if len(site.exchanges) < 150 {
		t.Errorf("%d exchanges, want at least 150", len(site.exchanges))
	}
	names, steps, kinds := map[string]bool{}, map[browser.Step]int{}, map[browser.MissingKind]int{}
	for i, e := range site.exchanges {
		if names[e.name] {
			t.Errorf("two exchanges are named %q", e.name)
		}
		names[e.name] = true
		for _, profile := range browser.Profiles() {
			_, verdict := site.predict(t, i, profile)
			steps[verdict.Step]++
			for _, m := range verdict.Missing {
				kinds[m.Kind]++
			}
		}
	}
	for _, step := range everyStep() {
		if steps[step] == 0 {
			t.Errorf("no exchange ends at step %q", step)
		}
	}
	for _, kind := range everyKind() {
		if kinds[kind] == 0 {
			t.Errorf("no exchange lacks %q", kind)
		}
	}
	t.Logf("%d exchanges, by the step at which they end for all profiles: %v", len(site.exchanges), steps)
}

// everyStep are the steps at which a call can end; "" is its success.
func everyStep() []browser.Step {
	return []browser.Step{"", browser.StepRequest, browser.StepScheme, browser.StepMethod, browser.StepPreflightMoved,
		browser.StepPreflightCORS, browser.StepPreflightStatus, browser.StepPreflightList, browser.StepPreflightMethod,
		browser.StepPreflightHeader, browser.StepCORSCheck, browser.StepRedirect, browser.StepPort}
}

func everyKind() []browser.MissingKind {
	return []browser.MissingKind{browser.MissingRedirect, browser.MissingStatus, browser.MissingOrigin,
		browser.MissingCredentials, browser.MissingList, browser.MissingMethod, browser.MissingHeader, browser.MissingScheme,
		browser.MissingPort}
}
