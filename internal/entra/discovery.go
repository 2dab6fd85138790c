// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"net/http"

	"github.com/go-jose/go-jose/v4"

	"github.com/corsgate/corsgate/auth"
)

// configuration has the members of Entra ID's document that mean something here, with values that are true here. Only
// the authorization endpoint does not exist: clients refuse a document that names none.
//
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
type configuration struct {
	TokenEndpoint         string   `json:"token_endpoint"`
	TokenAuthMethods      []string `json:"token_endpoint_auth_methods_supported"`
	JWKSURI               string   `json:"jwks_uri"`
	ResponseModes         []string `json:"response_modes_supported"`
	SubjectTypes          []string `json:"subject_types_supported"`
	SigningAlgorithms     []string `json:"id_token_signing_alg_values_supported"`
	ResponseTypes         []string `json:"response_types_supported"`
	GrantTypes            []string `json:"grant_types_supported"`
	Scopes                []string `json:"scopes_supported"`
	Issuer                string   `json:"issuer"`
	RequestURIs           bool     `json:"request_uri_parameter_supported"`
	AuthorizationEndpoint string   `json:"authorization_endpoint"`
	HTTPLogout            bool     `json:"http_logout_supported"`
	FrontchannelLogout    bool     `json:"frontchannel_logout_supported"`
	Claims                []string `json:"claims_supported"`
}

// discover tells where everything is.
func (e *exchange) discover() error {
	base := e.base()
	below := base + "/" + e.tenant + "/"
	return e.write(http.StatusOK, configuration{
		TokenEndpoint:         below + tokenPath,
		TokenAuthMethods:      []string{"client_secret_post", "client_secret_basic"},
		JWKSURI:               below + keysPath,
		ResponseModes:         []string{},
		SubjectTypes:          []string{"public"},
		SigningAlgorithms:     []string{string(jose.ES256)},
		ResponseTypes:         []string{},
		GrantTypes:            []string{grantType},
		Scopes:                []string{},
		Issuer:                auth.IssuerOf(base, e.tenant),
		AuthorizationEndpoint: below + authorizePath,
		Claims:                []string{"aud", "iss", "iat", "nbf", "exp", "sub", "oid", "tid", "azp", "ver"},
	})
}

// listKeys publishes the key that verifies tokens (RFC 7517 section 5).
func (e *exchange) listKeys() error { return e.write(http.StatusOK, e.a.keys) }
