// SPDX-License-Identifier: Apache-2.0

package api

// cloudMetadata says where things are, to clients that know an address only. Azure's clouds answer the same at this
// path; what is not here they have and we have not.
//
// https://learn.microsoft.com/azure/azure-stack/user/azure-stack-version-profiles
type cloudMetadata struct {
	Name            string            `json:"name"`
	ResourceManager string            `json:"resourceManager"`
	Authentication  cloudLogin        `json:"authentication"`
	Suffixes        map[string]string `json:"suffixes"`
	Media           string            `json:"media"`
	Graph           string            `json:"graph"`
	GraphAudience   string            `json:"graphAudience"`
	Gallery         string            `json:"gallery"`
	Batch           string            `json:"batch"`
	Portal          string            `json:"portal"`

	MicrosoftGraphResourceID string `json:"microsoftGraphResourceId"`
}

// cloudLogin says who issues tokens, and for which audiences the API takes them.
type cloudLogin struct {
	LoginEndpoint    string   `json:"loginEndpoint"`
	Audiences        []string `json:"audiences"`
	Tenant           string   `json:"tenant"`
	IdentityProvider string   `json:"identityProvider"`
}

// getMetadata needs no token: it is what a client asks before it can have one. In the older api-version it lists clouds.
//
// Terraform's azurerm starts only if it is told of an AAD with the tenant common, of a graph, key vaults and storage. The
// graph is this API, since a token for it is asked for at the start; the names of the others lead nowhere (RFC 2606).
func (s *server) getMetadata(c *call) (answer, error) {
	cloud := cloudMetadata{
		Name: "corsgate", ResourceManager: s.publicURL + "/",
		Authentication: cloudLogin{LoginEndpoint: s.authority, Audiences: []string{s.publicURL, s.publicURL + "/"},
			Tenant: "common", IdentityProvider: "AAD"},
		Suffixes:                 map[string]string{"keyVaultDns": "vault.invalid", "storage": "storage.invalid"},
		MicrosoftGraphResourceID: s.publicURL + "/",
	}
	if c.version == "2019-05-01" {
		return answerOK([]cloudMetadata{cloud}), nil
	}
	return answerOK(cloud), nil
}
