// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"hash/maphash"
	"slices"
	"weak"
)

// Pool compiles settings and shares policies that came out the same: many tenants have the same settings. It does not
// keep a policy alive that nobody uses. It is not safe for more than one goroutine; the policies are.
type Pool struct {
	seed     maphash.Seed
	policies map[uint64][]weak.Pointer[Policy]
	// sweepAt is how many entries there may be before those of policies that are gone are looked for.
	sweepAt int
}

// NewPool makes an empty pool.
func NewPool() *Pool {
	return &Pool{seed: maphash.MakeSeed(), policies: make(map[uint64][]weak.Pointer[Policy]), sweepAt: 64}
}

// Compile is the package's Compile, except that policies which are the same are one.
func (pool *Pool) Compile(s Settings) (*Policy, error) {
	p, err := Compile(s)
	if p == nil || err != nil {
		return p, err
	}
	key := pool.hash(p)
	known := slices.DeleteFunc(pool.policies[key], isGone)
	for _, w := range known {
		if q := w.Value(); q != nil && q.same(p) {
			return q, nil
		}
	}
	pool.policies[key] = append(known, weak.Make(p))
	if len(pool.policies) > pool.sweepAt {
		pool.sweep()
	}
	return p, nil
}

func (pool *Pool) hash(p *Policy) uint64 {
	var h maphash.Hash
	h.SetSeed(pool.seed)
	for _, list := range p.texts() {
		maphash.WriteComparable(&h, len(list))
		for _, member := range list {
			maphash.WriteComparable(&h, member)
		}
	}
	return h.Sum64()
}

// same compares all but the seeds, which are random.
func (p *Policy) same(q *Policy) bool {
	var bits, others []schemeBits
	if p.patterns != nil && q.patterns != nil {
		bits, others = p.patterns.schemes, q.patterns.schemes
	}
	return p.anyOrigin == q.anyOrigin && p.credentials == q.credentials && p.maxAge == q.maxAge &&
		p.headers.any == q.headers.any && p.methods.any == q.methods.any && p.methods.known == q.methods.known &&
		slices.Equal(bits, others) && slices.EqualFunc(p.texts(), q.texts(), slices.Equal)
}

func isGone(w weak.Pointer[Policy]) bool { return w.Value() == nil }

// sweep forgets policies that are gone.
func (pool *Pool) sweep() {
	for key, known := range pool.policies {
		known = slices.DeleteFunc(known, isGone)
		if len(known) == 0 {
			delete(pool.policies, key)
			continue
		}
		pool.policies[key] = known
	}
	pool.sweepAt = max(64, 2*len(pool.policies))
}
