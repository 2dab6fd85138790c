// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// startFirefox starts the browser with an empty profile, connects to it and ends it with the test.
func startFirefox(ctx context.Context, t *testing.T, path string, hosts []string, event listener) *bidi {
	t.Helper()
	dir := profileDir(t)
	if err := os.WriteFile(filepath.Join(dir, "user.js"), firefoxPreferences(t, hosts), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", dir)
	cmd.Env = append(os.Environ(), "HOME="+dir, "MOZ_CRASHREPORTER_DISABLE=1")
	endWithParent(cmd)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("starting Firefox: %v", err)
	}
	address, ended := make(chan string, 1), make(chan struct{})
	go func() {
		defer close(ended)
		readAddress(stderr, address)
		_ = cmd.Wait() // it is told to end, or killed: how it ended does not matter
	}()
	var driver *bidi
	t.Cleanup(func() { endFirefox(t, cmd, driver, ended) })
	select {
	case url := <-address:
		if driver, err = dialBiDi(ctx, url+"/session", event); err != nil {
			t.Fatalf("connecting to Firefox: %v", err)
		}
	case <-ended:
		t.Fatal("Firefox ended before it listened")
	case <-ctx.Done():
		t.Fatal("Firefox does not listen")
	}
	return driver
}

// readAddress reads all of Firefox's complaints, for one line of them: where it listens.
func readAddress(stderr io.Reader, address chan<- string) {
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if _, url, found := strings.Cut(lines.Text(), "WebDriver BiDi listening on "); found {
			select {
			case address <- strings.TrimSpace(url):
			default:
			}
		}
	}
	_, _ = io.Copy(io.Discard, stderr) // a line too long for the scanner must not block Firefox
}

func endFirefox(t *testing.T, cmd *exec.Cmd, driver *bidi, ended <-chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), patience/4)
	defer cancel()
	if driver == nil || driver.do(ctx, "browser.close", map[string]any{}, nil) != nil {
		_ = cmd.Process.Kill()
	}
	closing := time.NewTimer(patience / 4)
	defer closing.Stop()
	select {
	case <-ended:
	case <-closing.C:
		t.Log("Firefox did not close by itself")
		_ = cmd.Process.Kill()
		<-ended
	}
	if driver != nil {
		driver.conn.Close()
		<-driver.ended
	}
}

// firefoxPreferences keep Firefox from calling home, from https, and from guarding the loopback.
func firefoxPreferences(t *testing.T, hosts []string) []byte {
	t.Helper()
	preferences := map[string]any{
		"network.dns.localDomains":                   strings.Join(hosts, ","),
		"network.proxy.type":                         0,
		"network.lna.enabled":                        false,
		"network.lna.blocking":                       false,
		"dom.security.https_first":                   false,
		"dom.security.https_first_for_custom_ports":  false,
		"app.update.disabledForTesting":              true,
		"app.normandy.enabled":                       false,
		"browser.safebrowsing.malware.enabled":       false,
		"browser.safebrowsing.phishing.enabled":      false,
		"browser.shell.checkDefaultBrowser":          false,
		"browser.startup.page":                       0,
		"browser.startup.homepage_override.mstone":   "ignore",
		"datareporting.policy.dataSubmissionEnabled": false,
		"extensions.update.enabled":                  false,
		"network.captive-portal-service.enabled":     false,
		"network.connectivity-service.enabled":       false,
		"services.settings.server":                   "data:,none",
		"toolkit.telemetry.server":                   "data:,none",
	}
	var b strings.Builder
	for name, value := range preferences {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "user_pref(%q, %s);\n", name, text)
	}
	return []byte(b.String())
}
