// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"math/rand/v2"
	"net"
	"regexp"
	"testing"
)

// The operator's manual, as it is printed: each command does its work, and answers what is printed below it.
func TestOperations(t *testing.T) {
	t.Parallel()
	needTool(t, "curl")
	needTool(t, "psql")
	needTool(t, "pgbouncer", "/usr/sbin/pgbouncer")
	blocks := markedBlocks(t, "docs/operations.md", "operations")
	m := newMachine(t)
	replaceNames(t, blocks, m.names(t))
	for i, printed := range m.run(t, blocks) {
		checkPrinted(t, blocks[i], printed)
	}
}

// replaceNames puts other values in the place of those that the manual gives as examples. Each name has one place.
func replaceNames(t *testing.T, blocks []block, names map[string]string) {
	t.Helper()
	for name, value := range names {
		example, found := regexp.MustCompile(`(?m)^((?:export )?`+name+`=)[^\s$]+`), 0
		for i := range blocks {
			found += len(example.FindAllString(blocks[i].commands, -1))
			blocks[i].commands = example.ReplaceAllString(blocks[i].commands, "${1}"+value)
		}
		if found != 1 {
			t.Fatalf("the manual gives %d examples of %s, want one", found, name)
		}
	}
}

// freeAddresses are addresses of the loopback below the ports that systems hand out to clients, so that they stay free
// while who listens there is restarted.
func freeAddresses(t *testing.T, n int) []string {
	t.Helper()
	var addresses []string
	for len(addresses) < n {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(10000)))
		if err != nil {
			continue
		}
		defer listener.Close() // no port is chosen twice
		addresses = append(addresses, listener.Addr().String())
	}
	return addresses
}
