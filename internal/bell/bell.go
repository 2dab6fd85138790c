// SPDX-License-Identifier: Apache-2.0

// Package bell wakes goroutines that wait for something to look at. It must not know what that is.
package bell

import "sync"

// Bell wakes everybody who listens, any number of times. It carries nothing: who wakes looks for himself.
type Bell struct {
	mu   sync.Mutex
	next chan struct{}
}

// New returns a bell that has not rung yet.
func New() *Bell { return &Bell{next: make(chan struct{})} }

// Listen returns a channel that the next Ring closes. Listen first, look second: then no ring is missed.
func (b *Bell) Listen() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next
}

// Ring wakes all who have listened until now.
func (b *Bell) Ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.next)
	b.next = make(chan struct{})
}
