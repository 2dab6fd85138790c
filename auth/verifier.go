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
)

// VerifierOptions of a LocalVerifier; the zero value is valid.
type VerifierOptions struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Authority issues tokens besides the local issuer; nil is none, as in production.
	Authority *Authority
}

// LocalVerifier checks tokens that are signed with the installation's own key: those of the local issuer, and those of
// an authority if it has been given one.
type LocalVerifier struct {
	key       *ecdsa.PublicKey
	now       func() time.Time
	authority *Authority
}

var _ Verifier = (*LocalVerifier)(nil)

// NewVerifier checks with the issuer's public key.
func NewVerifier(key *ecdsa.PublicKey, o VerifierOptions) *LocalVerifier {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &LocalVerifier{key: key, now: o.Now, authority: o.Authority}
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
	var rights Rights
	if err := parsed.Claims(v.key, &standard, &rights); err != nil {
		return Principal{}, refusef("the token's signature is not of this installation's key")
	}
	if standard.Expiry == nil || standard.Subject == "" {
		return Principal{}, refusef("the token has no exp or no sub claim")
	}
	if err := v.checkLife(standard.Expiry.Time()); err != nil {
		return Principal{}, err
	}
	if err := standard.ValidateWithLeeway(v.expect(standard.Issuer, rights.Tenant), leeway); err != nil {
		return Principal{}, refusef("%s", claimFault(err))
	}
	if _, err := ParseRole(string(rights.Role)); err != nil || rights.Tenant == "" || rights.Scope != scopeOf(rights.Tenant) {
		return Principal{}, refusef("the token lacks a valid role, scope or tid claim")
	}
	return Principal{ID: standard.Subject, Kind: "Application", Tenant: rights.Tenant,
		Assignments: []Assignment{{Role: rights.Role, Scope: rights.Scope}},
		NotBefore:   begin(standard), Expires: standard.Expiry.Time()}, nil
}

// expect is what the registered claims have to be: those of the authority if the token says that the authority has
// issued it for its tenant, and else those of the local issuer.
func (v *LocalVerifier) expect(issuer, tenant string) jwt.Expected {
	if v.authority.issues(issuer, tenant) {
		return jwt.Expected{Issuer: issuer, AnyAudience: v.authority.Audiences, Time: v.now()}
	}
	return jwt.Expected{Issuer: localIssuer, AnyAudience: jwt.Audience{localAudience}, Time: v.now()}
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

// begin is the first moment at which all of the above accepts the token.
func begin(c jwt.Claims) time.Time {
	first := c.Expiry.Time().Add(-MaxTTL)
	for _, claim := range []*jwt.NumericDate{c.NotBefore, c.IssuedAt} {
		if claim != nil && claim.Time().After(first) {
			first = claim.Time()
		}
	}
	return first.Add(-leeway)
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
