// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

// orphanMaker is set where this test binary runs as the one that dies.
const orphanMaker = "TESTPG_ORPHAN_MAKER"

func TestServersEndWithTheTestBinary(t *testing.T) {
	t.Parallel()
	if os.Getenv(orphanMaker) != "" {
		fmt.Printf("dir=%s\n", testpg.Start(t, testpg.Options{}).Dir())
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	testpg.Database(t) // skips where there is no Postgres
	cmd := osexec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), orphanMaker+"=1")
	output, err := cmd.CombinedOutput()
	_, rest, found := strings.Cut(string(output), "dir=")
	if !found {
		t.Fatalf("%v\n%s", err, output)
	}
	dir, _, _ := strings.Cut(rest, "\n")
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	eventually(t, "the server has removed its lock", func() bool {
		_, err := os.Stat(filepath.Join(dir, "data", "postmaster.pid"))
		return os.IsNotExist(err)
	})
	testpg.Start(t, testpg.Options{})
	eventually(t, "the next server, here or in another test binary, has removed the directory", func() bool {
		_, err := os.Stat(dir)
		return os.IsNotExist(err)
	})
}
