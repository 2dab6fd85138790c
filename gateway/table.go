// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"hash/maphash"
	"iter"
	"maps"
	"sync"
	"sync/atomic"
)

// shardCount is fixed. A change copies one shard: with a million routes that is some 250 entries, where one map for all
// would be copied whole.
const shardCount = 4096

// Table maps labels to routes. Lookups take no lock and are safe beside changes.
type Table struct {
	seed   maphash.Seed
	shards [shardCount]atomic.Pointer[map[string]*Route]
	// writing serialises changes; a lookup never waits for it. It guards routes, how many there are.
	writing sync.Mutex
	routes  int
}

// NewTable makes an empty table.
func NewTable() *Table {
	t := &Table{seed: maphash.MakeSeed()}
	empty := map[string]*Route{}
	for i := range t.shards {
		t.shards[i].Store(&empty)
	}
	return t
}

func (t *Table) shard(label string) *atomic.Pointer[map[string]*Route] {
	return &t.shards[maphash.String(t.seed, label)%shardCount]
}

// lookup returns the route of a label, or nil.
func (t *Table) lookup(label string) *Route { return (*t.shard(label).Load())[label] }

// set puts one route in place of any other of its label.
func (t *Table) set(r *Route) {
	t.change(r.label, func(shard map[string]*Route) { shard[r.label] = r })
}

func (t *Table) remove(label string) {
	t.change(label, func(shard map[string]*Route) { delete(shard, label) })
}

func (t *Table) change(label string, edit func(map[string]*Route)) {
	t.writing.Lock()
	defer t.writing.Unlock()
	shard := t.shard(label)
	next := maps.Clone(*shard.Load())
	t.routes -= len(next)
	edit(next)
	t.routes += len(next)
	shard.Store(&next)
}

// replace makes the table hold exactly these routes. Each shard changes at once, as each route does.
func (t *Table) replace(routes []*Route) {
	t.writing.Lock()
	defer t.writing.Unlock()
	next := make([]map[string]*Route, shardCount)
	for _, r := range routes {
		i := maphash.String(t.seed, r.label) % shardCount
		if next[i] == nil {
			next[i] = make(map[string]*Route)
		}
		next[i][r.label] = r
	}
	t.routes = 0
	for i := range t.shards {
		if next[i] == nil {
			next[i] = map[string]*Route{}
		}
		t.routes += len(next[i])
		t.shards[i].Store(&next[i])
	}
}

// all returns the routes as they are now, also if they change while they are gone through.
func (t *Table) all() iter.Seq[*Route] {
	t.writing.Lock()
	defer t.writing.Unlock()
	shards := make([]map[string]*Route, shardCount)
	for i := range t.shards {
		shards[i] = *t.shards[i].Load()
	}
	return func(yield func(*Route) bool) {
		for _, shard := range shards {
			for _, route := range shard {
				if !yield(route) {
					return
				}
			}
		}
	}
}

// size counts the routes.
func (t *Table) size() int {
	t.writing.Lock()
	defer t.writing.Unlock()
	return t.routes
}
