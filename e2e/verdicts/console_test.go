// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"context"
	"regexp"
	"sync"
	"testing"
)

// console holds what a browser wrote to its console.
type console struct {
	mu      sync.Mutex
	entries map[string][]string // by the folder in the URL that they name, such as /0012
	more    chan struct{}       // closed by the next entry
	folder  *regexp.Regexp      // finds it, whatever the URL's scheme
}

func newConsole() *console {
	return &console{entries: map[string][]string{}, more: make(chan struct{}),
		folder: regexp.MustCompile(`(/\d{4,}|/last-[a-z]+)/\d`)}
}

func (c *console) write(entry string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if found := c.folder.FindStringSubmatch(entry); found != nil {
		c.entries[found[1]] = append(c.entries[found[1]], entry)
	}
	close(c.more)
	c.more = make(chan struct{})
}

// about returns the entries that name a URL of the folder, in their order.
func (c *console) about(folder string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.entries[folder]
}

// wait returns when there is an entry about the folder.
func (c *console) wait(t *testing.T, folder string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		c.mu.Lock()
		found, more := len(c.entries[folder]) > 0, c.more
		c.mu.Unlock()
		if found {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			t.Fatalf("the console never said anything about %s", folder)
		}
	}
}
