// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// counted says how often it was asked for which token.
type counted struct {
	verifier Verifier
	mu       sync.Mutex
	asked    map[string]int
}

func count(v Verifier) *counted { return &counted{verifier: v, asked: map[string]int{}} }

func (c *counted) Verify(ctx context.Context, token string) (Principal, error) {
	c.mu.Lock()
	c.asked[token]++
	c.mu.Unlock()
	return c.verifier.Verify(ctx, token)
}

// answers is a Verifier that answers always the same.
type answers struct {
	principal Principal
	err       error
}

func (a answers) Verify(context.Context, string) (Principal, error) { return a.principal, a.err }

func TestCachedVerifiesOnce(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	inner := count(NewVerifier(&key.PublicKey, VerifierOptions{Now: noon}))
	cached := NewCached(inner, CacheOptions{Now: noon})
	good := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	other := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, map[string]any{"sub": "another"})
	for range 3 {
		for token, id := range map[string]string{good: "somebody", other: "another"} {
			p, err := cached.Verify(context.Background(), token)
			if err != nil || p.ID != id || p.Tenant != subscription || len(p.Assignments) != 1 {
				t.Fatalf("%+v, %v", p, err)
			}
		}
	}
	if inner.asked[good] != 1 || inner.asked[other] != 1 {
		t.Errorf("verified %d and %d times", inner.asked[good], inner.asked[other])
	}
	for _, k := range cached.proven.Keys() {
		if k != sha256.Sum256([]byte(good)) && k != sha256.Sum256([]byte(other)) {
			t.Errorf("the key %x is not the hash of a token", k)
		}
	}
}

// What is refused is not remembered: no attacker drives out what is.
func TestCachedForgetsRefusals(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	good := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	for name, c := range map[string]struct {
		token string
		inner Verifier
	}{
		"a changed signature": {good[:len(good)-4] + "AAAA", NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})},
		"no JWT":              {"x", NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})},
		"over-long":           {strings.Repeat("x", maxTokenBytes+1), NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})},
		"another error":       {good, answers{err: errors.New("cannot tell")}},
		"with a principal":    {good, answers{principal: Principal{Expires: noon().Add(time.Hour)}, err: ErrUnauthenticated}},
	} {
		inner := count(c.inner)
		cached := NewCached(inner, CacheOptions{Now: noon})
		for range 2 {
			if _, err := cached.Verify(context.Background(), c.token); err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		if inner.asked[c.token] != 2 || cached.proven.Len() != 0 {
			t.Errorf("%s: verified %d times, %d remembered", name, inner.asked[c.token], cached.proven.Len())
		}
	}
}

// Every hit looks at the clock: a token ends to the second, whether or not it was seen before.
func TestCachedTokensExpire(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	synctest.Test(t, func(t *testing.T) {
		inner := count(NewVerifier(&key.PublicKey, VerifierOptions{Now: time.Now}))
		cached := NewCached(inner, CacheOptions{})
		token, err := Issue(key, Reader, subscription, time.Minute, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := cached.Verify(t.Context(), token); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute - time.Nanosecond)
		}
		if inner.asked[token] != 1 {
			t.Errorf("verified %d times", inner.asked[token])
		}
		time.Sleep(time.Nanosecond)
		_, err = cached.Verify(t.Context(), token)
		refused(t, token, err, "expired")
		if cached.proven.Len() != 0 {
			t.Error("it is still remembered")
		}
	})
}

// A clock that is set back makes a token one that is not valid yet.
func TestCachedTokensBegin(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	at := func(d time.Duration) int64 { return noon().Add(d).Unix() }
	for name, c := range map[string]struct {
		claims map[string]any
		back   time.Duration // the last moment, counted back from noon, at which it is valid
		why    string
	}{
		"issued at noon": {nil, leeway, "not valid yet"},
		"from noon on":   {map[string]any{"iat": at(-time.Hour), "nbf": at(0)}, leeway, "not valid yet"},
		"for a day":      {map[string]any{"iat": at(-2 * MaxTTL), "exp": at(MaxTTL)}, leeway, "longer than"},
		"without iat":    {map[string]any{"iat": nil, "exp": at(MaxTTL - time.Hour)}, leeway + time.Hour, "longer than"},
	} {
		now := noon()
		clock := func() time.Time { return now }
		inner := count(NewVerifier(&key.PublicKey, VerifierOptions{Now: clock}))
		cached := NewCached(inner, CacheOptions{Now: clock})
		token := signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, c.claims)
		for _, now = range []time.Time{noon(), noon().Add(-c.back)} {
			if _, err := cached.Verify(context.Background(), token); err != nil {
				t.Errorf("%s, %s: %v", name, now, err)
			}
		}
		if inner.asked[token] != 1 {
			t.Errorf("%s: verified %d times", name, inner.asked[token])
		}
		now = now.Add(-time.Second)
		_, err := cached.Verify(context.Background(), token)
		refused(t, token, err, c.why)
	}
}

// A Verifier that does not say how long its answer holds is asked each time.
func TestCachedNeedsAnEnd(t *testing.T) {
	t.Parallel()
	inner := count(answers{principal: Principal{ID: "me"}})
	cached := NewCached(inner, CacheOptions{})
	for range 2 {
		if p, err := cached.Verify(context.Background(), "token"); err != nil || p.ID != "me" {
			t.Errorf("%+v, %v", p, err)
		}
	}
	if inner.asked["token"] != 2 || cached.proven.Len() != 0 {
		t.Errorf("asked %d times, %d remembered", inner.asked["token"], cached.proven.Len())
	}
}

func TestCachedIsBounded(t *testing.T) {
	t.Parallel()
	inner := count(answers{principal: Principal{Expires: noon().Add(time.Hour)}})
	cached := NewCached(inner, CacheOptions{Size: 10, Now: noon})
	ask := func(token string) {
		if _, err := cached.Verify(context.Background(), token); err != nil {
			t.Error(err)
		}
	}
	for i := range 100 {
		ask("kept")
		ask(fmt.Sprint(i))
	}
	if cached.proven.Len() != 10 || inner.asked["kept"] != 1 {
		t.Errorf("%d are remembered; the one in use was verified %d times", cached.proven.Len(), inner.asked["kept"])
	}
	if NewCached(inner, CacheOptions{}).proven.Len() != 0 {
		t.Error("a new cache is not empty")
	}
}

func TestCachedInParallel(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	cached := NewCached(NewVerifier(&key.PublicKey, VerifierOptions{Now: noon}), CacheOptions{Size: 2, Now: noon})
	tokens := map[string]string{}
	for _, id := range []string{"a", "b", "c", "d"} {
		tokens[signed(t, jose.SigningKey{Algorithm: jose.ES256, Key: key}, map[string]any{"sub": id})] = id
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				for token, id := range tokens {
					if p, err := cached.Verify(context.Background(), token); err != nil || p.ID != id {
						t.Errorf("%s: %+v, %v", id, p, err)
					}
				}
			}
		})
	}
	all.Wait()
}

// BenchmarkVerify is what a request pays for its token, with the cache and without.
func BenchmarkVerify(b *testing.B) {
	key := newKey(b)
	token := signed(b, jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	bare := NewVerifier(&key.PublicKey, VerifierOptions{Now: noon})
	for name, v := range map[string]Verifier{"uncached": bare, "cached": NewCached(bare, CacheOptions{Now: noon})} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if _, err := v.Verify(context.Background(), token); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
