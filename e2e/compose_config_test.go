// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// composeCommand finds Compose in either spelling. Reading a file needs no engine.
func composeCommand(t *testing.T) []string {
	t.Helper()
	for _, spelling := range [][]string{{"docker", "compose"}, {"docker-compose"}} {
		if exec.Command(spelling[0], append(spelling[1:], "version")...).Run() == nil {
			return spelling
		}
	}
	const missing = "Compose is not installed"
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return nil
}

// composeConfig lets Compose read the stack's file with an environment file, and nothing else of the environment.
func composeConfig(t *testing.T, env string) (string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "env")
	if err := os.WriteFile(path, []byte(env), 0o600); err != nil {
		t.Fatal(err)
	}
	spelling := composeCommand(t)
	cmd := exec.CommandContext(t.Context(), spelling[0], append(spelling[1:], "--env-file", path, "-f", composeFile, "config", "-q")...)
	cmd.Dir = ".."
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
	text, err := cmd.CombinedOutput()
	return string(text), err
}

// With .env.example as it is, Compose says what to do; filled in, the stack is well-formed.
func TestComposeConfig(t *testing.T) {
	t.Parallel()
	example := rootFile(t, ".env.example")
	text, err := composeConfig(t, example)
	if err == nil || !strings.Contains(text, "copy .env.example to .env and fill it in") {
		t.Errorf("without passwords: %v: %s", err, text)
	}
	filled := regexp.MustCompile(`(?m)^[A-Z]+_PASSWORD=$`).ReplaceAllString(example, "${0}secret")
	if text, err := composeConfig(t, filled); err != nil {
		t.Errorf("filled in: %v: %s", err, text)
	}
}
