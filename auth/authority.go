// SPDX-License-Identifier: Apache-2.0

package auth

// Authority is an issuer in the manner of Microsoft Entra ID that signs with the installation's own key: every tenant
// has an issuer of its own, below the URL of the authority.
type Authority struct {
	// Bases are the URLs that its issuers begin with. There is one for each name by which it can be called, since clients
	// want to find the issuer where they have looked for it.
	Bases []string
	// Audiences are what its tokens may be for.
	Audiences []string
}

// IssuerOf is the issuer of a tenant's tokens under one of the bases.
func IssuerOf(base, tenant string) string { return base + "/" + tenant + "/v2.0" }

// issues reports whether it is the tenant's issuer. No authority issues nothing.
func (a *Authority) issues(issuer, tenant string) bool {
	if a == nil {
		return false
	}
	for _, base := range a.Bases {
		if issuer == IssuerOf(base, tenant) {
			return true
		}
	}
	return false
}
