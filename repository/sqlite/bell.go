// SPDX-License-Identifier: Apache-2.0

package sqlite

import "sync"

// bell wakes everybody who listens, any number of times. It carries nothing: who wakes looks for himself.
type bell struct {
	mu   sync.Mutex
	next chan struct{}
}

func newBell() *bell { return &bell{next: make(chan struct{})} }

// listen returns a channel that the next ring closes. Listen first, look second: then no ring is missed.
func (b *bell) listen() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.next)
	b.next = make(chan struct{})
}
