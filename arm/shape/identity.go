// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	userAssigned = "UserAssigned"
	identities   = "userAssignedIdentities"
	providers    = "smartIdentityProviders"
)

// identity is who the service is to others. Clients write both kinds with and without a space between them.
func identity() Field {
	f := group("identity",
		required(enum("type", "None", "SystemAssigned", userAssigned, "SystemAssigned,UserAssigned", "SystemAssigned, UserAssigned")),
		in(readOnly("principalId"), stable1),
		in(readOnly("tenantId"), stable1),
		in(Field{Name: identities, Nullable: true, Shape: Shape{Kind: Map, MaxItems: maxList, MaxLength: maxURL, Format: managedIdentity,
			Item: object(readOnly("principalId"), readOnly("clientId"))}}, stable1))
	f.Rule = func(identity jsontext.Value) (at, reason, fix string) {
		kind := textOf(member(identity, "type"))
		if !strings.Contains(kind, userAssigned) && !isEmpty(member(identity, identities)) {
			return identities, "The type '" + kind + "' has no user-assigned identities.", "Remove them, or use the type " + userAssigned + "."
		}
		return "", "", ""
	}
	return f
}

// authentication is who may issue tokens for the service.
//
// https://learn.microsoft.com/azure/healthcare-apis/fhir/configure-identity-providers
func authentication() Field {
	application := object(
		required(formatted("clientId", notEmpty)),
		required(formatted("audience", notEmpty)),
		required(atLeastOne(list("allowedDataActions", 1, Shape{Kind: String, Enum: []string{"Read"}}))))
	provider := object(
		required(formatted("authority", authority)),
		required(atLeastOne(list("applications", 2, *application))))
	f := group("authenticationConfiguration",
		formatted("authority", authority), text("audience", maxURL), flag("smartProxyEnabled"),
		in(nullable(list(providers, 2, *provider)), smartProviders))
	f.Rule = oneOfEach
	return f
}

func atLeastOne(f Field) Field {
	f.MinItems = 1
	return f
}

func nullable(f Field) Field {
	f.Nullable = true
	return f
}

// oneOfEach: a token names its issuer and its client, and each may stand for one set of rights only.
func oneOfEach(configuration jsontext.Value) (at, reason, fix string) {
	authorities, clients := map[string]bool{}, map[string]bool{}
	for i, provider := range entries(configuration, providers) {
		here := fmt.Sprintf("%s[%d]", providers, i)
		if twice(authorities, member(provider, "authority")) {
			return here + ".authority", "Two SMART identity providers have the same authority.", "Put their applications into one."
		}
		for k, application := range entries(provider, "applications") {
			if twice(clients, member(application, "clientId")) {
				return fmt.Sprintf("%s.applications[%d].clientId", here, k), "Two SMART applications have the same client id.", "Keep one of them."
			}
		}
	}
	return "", "", ""
}

func twice(seen map[string]bool, value jsontext.Value) bool {
	text := strings.ToLower(textOf(value)) // hosts are compared so; that paths are not, is nothing to rely on
	defer func() { seen[text] = true }()
	return seen[text]
}
