// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"crypto/sha256"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// cacheSize is how many tokens are remembered unless somebody says otherwise: a few hundred bytes each.
const cacheSize = 4096

// CacheOptions of a Cached; the zero value is valid.
type CacheOptions struct {
	// Size is how many tokens are remembered at most; those that were not seen for longest go first.
	Size int
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Cached remembers what another Verifier has found proven, until the token expires. Nobody can fill it with what proves
// nothing, for that is not remembered. It holds no token, only the SHA-256 of each, and is safe for concurrent use. Those
// who get the same Principal share its Assignments, which nobody may change.
//
// It takes nothing from what the other verifier promises as long as that answers for the same token always the same,
// but for its life. One that knows of revocation must not be cached like this.
type Cached struct {
	verifier Verifier
	now      func() time.Time
	proven   *lru.Cache[[sha256.Size]byte, Principal]
}

var _ Verifier = (*Cached)(nil)

// NewCached remembers what the verifier finds proven.
func NewCached(verifier Verifier, o CacheOptions) *Cached {
	if o.Size <= 0 {
		o.Size = cacheSize
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	proven, _ := lru.New[[sha256.Size]byte, Principal](o.Size) // fails for no size above 0
	return &Cached{verifier: verifier, now: o.Now, proven: proven}
}

// Verify implements Verifier.
func (c *Cached) Verify(ctx context.Context, token string) (Principal, error) {
	if len(token) > maxTokenBytes { // nothing so long is proven, and to hash it is work
		return c.verifier.Verify(ctx, token)
	}
	key := sha256.Sum256([]byte(token))
	if known, found := c.proven.Get(key); found {
		if known.provenAt(c.now()) {
			return known, nil
		}
		c.proven.Remove(key)
	}
	principal, err := c.verifier.Verify(ctx, token)
	if err == nil && principal.provenAt(c.now()) {
		c.proven.Add(key, principal)
	}
	return principal, err
}
