// SPDX-License-Identifier: Apache-2.0

package auth

import (
	"crypto/ecdsa"
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

// Rights are the claims of ours: what a token says besides those that others have defined.
type Rights struct {
	Tenant string `json:"tid"`
	Role   Role   `json:"role"`
	Scope  string `json:"scope"`
}

// RightsOf are those of a role on a subscription.
func RightsOf(role Role, subscription string) Rights {
	return Rights{Tenant: LocalTenant(subscription), Role: role, Scope: scopeOf(subscription)}
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
	}).Claims(RightsOf(role, id.String())).Serialize()
}
