// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// nodeTools is a scratch copy of azurejs with what its lock file names.
type nodeTools struct {
	dir  string
	node string // runs what is in it
}

// installNodeTools installs them once for all tests. npm keeps what it has downloaded once: later it asks the registry
// for nothing.
var installNodeTools = sync.OnceValues(func() (*nodeTools, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	tools := &nodeTools{dir: filepath.Join(dir, "azurejs"), node: "node"}
	if err := copyNodeTools(tools.dir); err != nil {
		return nil, err
	}
	// Packages run no code of their own while they are installed: none of these needs it.
	arguments := []string{"ci", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"}
	if recentNode(tools.node) {
		arguments = append(arguments, "--omit=optional") // which is a Node of its own
	} else { // by its path: npm 9 makes no link for a program that two packages have
		architecture := map[string]string{"amd64": "x64"}[runtime.GOARCH]
		tools.node = filepath.Join(tools.dir, "node_modules", "node-"+runtime.GOOS+"-"+cmp.Or(architecture, runtime.GOARCH), "bin", "node")
	}
	install := exec.Command("npm", arguments...)
	install.Dir = tools.dir
	if output, err := install.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", install, err, output)
	}
	if !recentNode(tools.node) {
		return nil, fmt.Errorf("node is older than %d, and for %s/%s there is none in azurejs/package.json: install a newer one",
			oldestNode, runtime.GOOS, runtime.GOARCH)
	}
	return tools, nil
})

// oldestNode is the oldest major version that azurejs/package.json asks for.
const oldestNode = 24

// recentNode reports whether there is a Node at that path that is new enough. Those of Debian 12 and 13 are not.
func recentNode(path string) bool {
	version, err := exec.Command(path, "--version").Output()
	major := 0
	if err == nil {
		_, err = fmt.Sscanf(string(version), "v%d.", &major)
	}
	return err == nil && major >= oldestNode
}

// copyNodeTools leaves out node_modules, which a developer may have there.
func copyNodeTools(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, pattern := range []string{"*.json", "*.mjs", "*.yaml", ".*.yaml"} {
		names, err := filepath.Glob(filepath.Join("azurejs", pattern))
		if err != nil {
			return err
		}
		for _, name := range names {
			if err := copyFile(filepath.Join(dir, filepath.Base(name)), name); err != nil {
				return err
			}
		}
	}
	return nil
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

// needNodeTools skips the test where there is no npm; it fails where CI is set, so that no run of CI hides it.
func needNodeTools(t *testing.T) *nodeTools {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		const missing = "npm is not installed"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	tools, err := installNodeTools()
	if err != nil {
		t.Fatal(err)
	}
	return tools
}

// command runs a script or option of Node with an environment of its own: settings of the developer's do not reach it.
func (n *nodeTools) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), n.node, args...)
	cmd.Dir = n.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	endWithParent(cmd)
	return cmd
}
