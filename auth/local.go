// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"
)

// The local issuer's constants. Its tokens are JWTs signed with ES256 (RFC 7518 section 3.4).
const (
	localIssuer   = "corsgate"
	localAudience = "corsgate"
	// MaxTTL bounds the life of a local token: it cannot be revoked.
	MaxTTL = 24 * time.Hour
	// maxTokenBytes is far above what the issuer makes, and small enough to refuse others cheaply.
	maxTokenBytes = 8192
	// leeway is for clocks that differ, where a token is not valid yet. A token that has ended has ended.
	leeway = 30 * time.Second
)

// localClaims are what a local token says besides the registered claims of RFC 7519.
type localClaims struct {
	Tenant string `json:"tid"`
	Role   Role   `json:"role"`
	Scope  string `json:"scope"`
}

// LocalTenant is the tenant of a subscription under the local issuer: each subscription is a tenant of its own.
func LocalTenant(subscription string) string { return subscription }

// scopeOf is what a local token is for: everything in its subscription.
func scopeOf(subscription string) string { return "/subscriptions/" + subscription }

// Issue makes a token for a role on a subscription. ttl is at most MaxTTL.
func Issue(key *ecdsa.PrivateKey, role Role, subscription string, ttl time.Duration, now time.Time) (string, error) {
	if ttl <= 0 || ttl > MaxTTL {
		return "", fmt.Errorf("time to live %s is not between 1s and %s", ttl, MaxTTL)
	}
	id, err := uuid.Parse(subscription)
	if err != nil {
		return "", fmt.Errorf("subscription %q is not a GUID", subscription)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", fmt.Errorf("cannot sign: %w", err)
	}
	return jwt.Signed(signer).Claims(jwt.Claims{
		Issuer:   localIssuer,
		Subject:  "local-" + string(role),
		Audience: jwt.Audience{localAudience},
		IssuedAt: jwt.NewNumericDate(now),
		Expiry:   jwt.NewNumericDate(now.Add(ttl)),
		ID:       uuid.NewString(),
	}).Claims(localClaims{Tenant: LocalTenant(id.String()), Role: role, Scope: scopeOf(id.String())}).Serialize()
}

// LocalVerifier checks tokens of the local issuer.
type LocalVerifier struct {
	key *ecdsa.PublicKey
	now func() time.Time
}

var _ Verifier = (*LocalVerifier)(nil)

// NewLocalVerifier checks with the issuer's public key. now is the clock.
func NewLocalVerifier(key *ecdsa.PublicKey, now func() time.Time) *LocalVerifier {
	return &LocalVerifier{key: key, now: now}
}

func refusef(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrUnauthenticated, fmt.Sprintf(format, args...))
}

// Verify implements Verifier.
func (v *LocalVerifier) Verify(_ context.Context, token string) (Principal, error) {
	if len(token) > maxTokenBytes {
		return Principal{}, refusef("the token is longer than %d bytes", maxTokenBytes)
	}
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return Principal{}, refusef("the token is not a JWT signed with ES256")
	}
	var standard jwt.Claims
	var local localClaims
	if err := parsed.Claims(v.key, &standard, &local); err != nil {
		return Principal{}, refusef("the token's signature is not of this installation's key")
	}
	if standard.Expiry == nil || standard.Subject == "" {
		return Principal{}, refusef("the token has no exp or no sub claim")
	}
	if err := v.checkLife(standard.Expiry.Time()); err != nil {
		return Principal{}, err
	}
	expected := jwt.Expected{Issuer: localIssuer, AnyAudience: jwt.Audience{localAudience}, Time: v.now()}
	if err := standard.ValidateWithLeeway(expected, leeway); err != nil {
		return Principal{}, refusef("%s", claimFault(err))
	}
	if _, err := ParseRole(string(local.Role)); err != nil || local.Tenant == "" || local.Scope != scopeOf(local.Tenant) {
		return Principal{}, refusef("the token lacks a valid role, scope or tid claim")
	}
	return Principal{ID: standard.Subject, Kind: "Application", Tenant: local.Tenant,
		Assignments: []Assignment{{Role: local.Role, Scope: local.Scope}}}, nil
}

// checkLife keeps what Issue promises, also of tokens that somebody else has made with the key.
func (v *LocalVerifier) checkLife(expiry time.Time) error {
	switch now := v.now(); {
	case !now.Before(expiry):
		return refusef("the token has expired")
	case expiry.After(now.Add(MaxTTL + leeway)):
		return refusef("the token is valid for longer than %s", MaxTTL)
	}
	return nil
}

// claimFault says which registered claim is at fault.
func claimFault(err error) string {
	switch {
	case errors.Is(err, jwt.ErrNotValidYet), errors.Is(err, jwt.ErrIssuedInTheFuture):
		return "the token is not valid yet"
	case errors.Is(err, jwt.ErrInvalidAudience):
		return "the token is for another audience"
	case errors.Is(err, jwt.ErrInvalidIssuer):
		return "the token is of another issuer"
	}
	return "the token's claims are not valid"
}
