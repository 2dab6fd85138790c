// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
)

// openFirefox starts a Firefox of its own, which finds the hosts on the loopback.
func openFirefox(t *testing.T, hosts []string) *tab {
	t.Helper()
	path := program(t, "Firefox", "firefox-esr", "firefox")
	b := &tab{console: newConsole()}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	driver := startFirefox(ctx, t, path, hosts, func(method string, params json.RawMessage) {
		var entry struct {
			Text string `json:"text"`
		}
		if method == "log.entryAdded" && json.Unmarshal(params, &entry) == nil {
			b.console.write(entry.Text)
		}
	})
	id, version := beginSession(ctx, t, driver)
	b.major = majorVersion(t, version)
	b.open = func(ctx context.Context, url string) error {
		return driver.do(ctx, "browsingContext.navigate", map[string]any{"context": id, "url": url, "wait": "complete"}, nil)
	}
	b.evaluate = func(ctx context.Context, script string) (string, error) { return driver.evaluate(ctx, id, script) }
	return b
}

// beginSession asks for the console's entries, and returns the tab that there is and the browser's version.
func beginSession(ctx context.Context, t *testing.T, driver *bidi) (tab, version string) {
	t.Helper()
	var session struct {
		Capabilities struct {
			Version string `json:"browserVersion"`
		} `json:"capabilities"`
	}
	var tree struct {
		Contexts []struct {
			ID string `json:"context"`
		} `json:"contexts"`
	}
	wanted := map[string]any{"capabilities": map[string]any{"alwaysMatch": map[string]any{"acceptInsecureCerts": true}}}
	events := map[string]any{"events": []string{"log.entryAdded"}}
	for _, step := range []struct {
		method         string
		params, result any
	}{
		{"session.new", wanted, &session},
		{"session.subscribe", events, nil},
		{"browsingContext.getTree", map[string]any{}, &tree},
	} {
		if err := driver.do(ctx, step.method, step.params, step.result); err != nil {
			t.Fatal(err)
		}
	}
	if len(tree.Contexts) == 0 {
		t.Fatal("Firefox has no tab")
	}
	return tree.Contexts[0].ID, session.Capabilities.Version
}

// evaluate returns the string that the script, a promise, comes to in the tab.
func (b *bidi) evaluate(ctx context.Context, tab, script string) (string, error) {
	var result struct {
		Result struct {
			Value string `json:"value"`
		} `json:"result"`
		ExceptionDetails *struct {
			Text string `json:"text"`
		} `json:"exceptionDetails"`
	}
	params := map[string]any{"expression": script, "awaitPromise": true, "target": map[string]any{"context": tab}}
	err := b.do(ctx, "script.evaluate", params, &result)
	if err == nil && result.ExceptionDetails != nil {
		err = fmt.Errorf("the script failed: %s", result.ExceptionDetails.Text)
	}
	return result.Result.Value, err
}
