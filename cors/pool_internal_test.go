// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"runtime"
	"testing"
)

// entries is how much a pool remembers, gone policies included.
func (pool *Pool) entries() (count int) {
	for _, known := range pool.policies {
		count += len(known)
	}
	return count
}

// TestPoolForgets makes settings come and go, as they do in a gateway that lives long, and wants neither policies nor
// what stood for them to pile up.
func TestPoolForgets(t *testing.T) {
	for name, settings := range map[string]func(i int) Settings{
		"always others": func(i int) Settings { return Settings{Origins: []string{fmt.Sprintf("https://a%d.example", i)}} },
		"the same with new ages": func(i int) Settings {
			return Settings{Origins: []string{"https://a.example"},
				MaxAge: &i}
		},
		"always the same": func(int) Settings { return Settings{Origins: []string{"https://a.example"}} },
	} {
		pool := NewPool()
		gone := make(chan struct{}, 2000)
		for i := range 2000 {
			p, err := pool.Compile(settings(i))
			if err != nil {
				t.Fatal(err)
			}
			if i%100 == 0 {
				runtime.AddCleanup(p, func(struct{}) { gone <- struct{}{} }, struct{}{})
				runtime.GC()
			}
		}
		<-gone // a policy that nobody holds does go
		if count := pool.entries(); count > 200 {
			t.Errorf("%s: the pool remembers %d policies, of which none is used", name, count)
		}
	}
}

// TestPoolKeepsWhatIsUsed collects garbage between two compilations of settings whose policy is held.
func TestPoolKeepsWhatIsUsed(t *testing.T) {
	pool := NewPool()
	settings := func(i int) Settings { return Settings{Origins: []string{fmt.Sprintf("https://a%d.example", i)}} }
	held := make([]*Policy, 500)
	for i := range held {
		held[i], _ = pool.Compile(settings(i))
	}
	runtime.GC()
	for i, p := range held {
		if again, err := pool.Compile(settings(i)); err != nil || again != p {
			t.Fatalf("settings %d: compiled again, it is another policy (%v)", i, err)
		}
	}
	if count := pool.entries(); count != len(held) {
		t.Errorf("the pool remembers %d policies, want %d", count, len(held))
	}
}
