// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"crypto/ecdsa"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/corsgate/corsgate/auth"
)

// The one application that there is. Every installation has it under the same ids, and each with a secret of its own.
const (
	ClientID = "c0259a7e-0000-4000-8000-000000000001"
	ObjectID = "c0259a7e-0000-4000-8000-000000000002"
)

// Options of an Authority; the zero value is valid.
type Options struct {
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Logger gets a line for each token and each refusal; nil gets none.
	Logger *slog.Logger
}

// Authority issues tokens.
type Authority struct {
	names  names
	keys   json.RawMessage // the JWK set
	signer jose.Signer
	secret string
	now    func() time.Time
	log    *slog.Logger
}

// New makes an authority that signs with the key, for the API at the endpoint.
func New(key *ecdsa.PrivateKey, api Endpoint, o Options) (*Authority, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	secret, err := deriveSecret(key)
	if err != nil {
		return nil, err
	}
	private, err := webKey(key)
	if err != nil {
		return nil, err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: private}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, fmt.Errorf("cannot sign: %w", err)
	}
	keys, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{private.Public()}})
	if err != nil {
		return nil, fmt.Errorf("cannot publish the key: %w", err)
	}
	return &Authority{names: namesOf(api), keys: keys, signer: signer, secret: secret, now: o.Now, log: o.Logger}, nil
}

// URL is where clients look for the authority: what is in front of the tenant.
func (a *Authority) URL() string { return a.names.bases[0] }

// Secret is that of the application.
func (a *Authority) Secret() string { return a.secret }

// Trust is what a verifier needs to know to believe the authority.
func (a *Authority) Trust() *auth.Authority {
	return &auth.Authority{Bases: a.names.bases, Audiences: a.names.audiences()}
}
