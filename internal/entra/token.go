// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"crypto/sha256"
	"crypto/subtle"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/uuid"

	"github.com/corsgate/corsgate/auth"
)

const (
	grantType = "client_credentials"
	// lifetime is what Entra ID's tokens have at least. Clients are told a second less, so that none uses one that has
	// just ended.
	lifetime = time.Hour
	told     = int(lifetime/time.Second) - 1

	// role is that of the application, in every tenant.
	role = auth.Operator
)

// grant is the body of an answer that gives a token.
type grant struct {
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
}

// claims are those of an application's token of version 2.0, of which some clients read the appid of version 1.0, and
// those that our own verifier asks for.
//
// https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference
type claims struct {
	Audience  string `json:"aud"` // a list of one would be as good, but clients read a string
	Issuer    string `json:"iss"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expiry    int64  `json:"exp"`
	AppID     string `json:"appid"`
	Party     string `json:"azp"`
	PartyAuth string `json:"azpacr"` // "1": by a secret
	Kind      string `json:"idtyp"`
	Object    string `json:"oid"`
	Subject   string `json:"sub"`
	ID        string `json:"jti"`
	Unique    string `json:"uti"`
	Version   string `json:"ver"`
	auth.Rights
}

// issue answers with a token.
func (e *exchange) issue() error {
	asked, err := e.parse()
	if err != nil {
		return err
	}
	if err := e.authenticate(asked); err != nil {
		return err
	}
	audience, err := e.audience(asked.scope)
	if err != nil {
		return err
	}
	token, err := e.sign(audience)
	if err != nil {
		return err
	}
	e.a.log.Info("the authority issued a token", slog.String("tenant", e.tenant), slog.String("audience", audience))
	return e.write(http.StatusOK, grant{TokenType: "Bearer", ExpiresIn: told, ExtExpiresIn: told, AccessToken: token})
}

// authenticate compares the secret in a time that tells nothing of it, not even its length.
func (e *exchange) authenticate(asked request) error {
	if !strings.EqualFold(asked.clientID, ClientID) {
		return faultf(unknownClient, "There is no such application in the tenant %s. The one that there is has the client id %s.", e.tenant, ClientID)
	}
	if asked.secret == "" {
		return faultf(noSecret, "The parameter 'client_secret' is required.")
	}
	have, want := sha256.Sum256([]byte(asked.secret)), sha256.Sum256([]byte(e.a.secret))
	if subtle.ConstantTimeCompare(have[:], want[:]) != 1 {
		return faultf(wrongSecret, "The client secret is not that of the application %s. `corsgate serve --dev` prints it when it starts.", ClientID)
	}
	return nil
}

// audience is what the token is for. An application asks for all that it may do at one resource.
//
// https://learn.microsoft.com/en-us/entra/identity-platform/scopes-oidc#the-default-scope
func (e *exchange) audience(scope string) (string, error) {
	named, err := resourceScope(scope)
	if err != nil {
		return "", err
	}
	resource, ok := strings.CutSuffix(named, "/.default")
	if !ok || resource == "" {
		return "", faultf(noDefaultScope, "The parameter 'scope' must be a resource with /.default behind it, such as %s/.default.", e.base())
	}
	audience, ok := e.a.names.audience(resource)
	if !ok {
		return "", faultf(unknownResource, "There is no such resource in the tenant %s. Those that there are: %s.", e.tenant,
			strings.Join(e.a.names.resources, ", "))
	}
	return audience, nil
}

// resourceScope is the one scope that is not OpenID Connect's. MSAL for Go adds those to every request, and an
// application that acts for itself gets nothing for them.
func resourceScope(scope string) (string, error) {
	var named []string
	for part := range strings.SplitSeq(scope, " ") {
		switch part {
		case "", "openid", "profile", "email", "offline_access":
		default:
			named = append(named, part)
		}
	}
	if len(named) != 1 || strings.ContainsFunc(named[0], func(r rune) bool { return r <= ' ' || r > '~' }) { // RFC 6749 section 3.3
		return "", faultf(invalidScope, "The parameter 'scope' must be one scope of a resource.")
	}
	return named[0], nil
}

func (e *exchange) sign(audience string) (string, error) {
	now, id := e.a.now(), uuid.NewString()
	return jwt.Signed(e.a.signer).Claims(claims{
		Audience: audience, Issuer: auth.IssuerOf(e.base(), e.tenant),
		IssuedAt: now.Unix(), NotBefore: now.Unix(), Expiry: now.Add(lifetime).Unix(),
		AppID: ClientID, Party: ClientID, PartyAuth: "1", Kind: "app", Object: ObjectID, Subject: ObjectID,
		ID: id, Unique: id, Version: "2.0", Rights: auth.RightsOf(role, e.tenant),
	}).Serialize()
}
