// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	rs "github.com/rs/cors"

	"github.com/corsgate/corsgate/cors"
)

const (
	policies       = 10_000
	mostPolicySize = 900 // bytes
)

// tenant has five exact origins, one pattern and eight header names, all of them its own, and freshly made as if they
// had just been read.
func tenant(n int) setup {
	s := setup{patterns: []string{"https://*." + domainOf(n)}}
	for _, vendor := range []string{"portal", "viewer", "intake", "growth", "triage"} {
		s.origins = append(s.origins, fmt.Sprintf("https://app.%s-%05d.example", vendor, n))
	}
	for i := range 8 {
		s.headers = append(s.headers, fmt.Sprintf("x-%c-header-%05d", 'a'+i, n))
	}
	return s
}

// usualTenant lists the header names that everybody lists.
func usualTenant(n int) setup {
	s := tenant(n)
	s.headers = nil
	for _, name := range requestHeaders() {
		s.headers = append(s.headers, strings.Clone(name))
	}
	return s
}

// compactTenant has all of its origins below one domain, which a radix tree stores once.
func compactTenant(n int) setup {
	s := usualTenant(n)
	s.origins = nil
	for _, app := range []string{"portal", "viewer", "intake", "growth", "triage"} {
		s.origins = append(s.origins, "https://"+app+"."+domainOf(n))
	}
	s.patterns = []string{"https://*.test." + domainOf(n)}
	return s
}

func sameTenant(int) setup { return usualTenant(0) }

// bytesEach is what the heap grows by for each of many engines.
func bytesEach[E any](t *testing.T, of func(int) setup, compile func(setup) (E, error)) float64 {
	t.Helper()
	kept := make([]E, policies)
	before := heap()
	for n := range kept {
		engine, err := compile(of(n))
		if err != nil {
			t.Fatal(err)
		}
		kept[n] = engine
	}
	after := heap()
	runtime.KeepAlive(kept)
	return float64(int64(after)-int64(before)) / policies
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // what a finalizer or a pool of the first has let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func oursAlone(s setup) (*cors.Policy, error) { return cors.Compile(s.settings()) }

func rsAlone(s setup) (*rs.Cors, error) { return newRS(s), nil }

// kind is a row of the table of memory.
type kind struct {
	name string
	of   func(n int) setup
	// same settings share one policy in a pool: it has less than a byte for each.
	same bool
}

func kinds() []kind {
	return []kind{
		{"own origins, own header names", tenant, false},
		{"own origins, usual header names", usualTenant, false},
		{"one domain's origins, usual header names", compactTenant, false},
		{"all the same", sameTenant, true},
	}
}

// ours is the size of our policies.
func (k kind) ours(t *testing.T) (alone, pooled float64) {
	pool := cors.NewPool()
	compile := func(s setup) (*cors.Policy, error) { return pool.Compile(s.settings()) }
	alone, pooled = bytesEach(t, k.of, oursAlone), bytesEach(t, k.of, compile)
	runtime.KeepAlive(pool)
	return alone, pooled
}

// TestFootprint holds us to our own goal. Nothing may run beside it.
func TestFootprint(t *testing.T) {
	for _, k := range kinds() {
		alone, pooled := k.ours(t)
		if alone >= mostPolicySize {
			t.Errorf("%s: %.0f bytes, want less than %d", k.name, alone, mostPolicySize)
		}
		if k.same && pooled >= 1 {
			t.Errorf("%s: %.1f bytes each in a pool, want less than one", k.name, pooled)
		}
	}
}

func TestPoolSharesIdenticalPolicies(t *testing.T) {
	t.Parallel()
	pool := cors.NewPool()
	compile := func(s setup) *cors.Policy {
		p, err := pool.Compile(s.settings())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first := compile(usualTenant(1))
	if compile(usualTenant(1)) != first {
		t.Error("the same settings are two policies")
	}
	if compile(usualTenant(2)) == first {
		t.Error("other settings are the same policy")
	}
	runtime.KeepAlive(first)
}
