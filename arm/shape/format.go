// SPDX-License-Identifier: Apache-2.0

package shape

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	azarm "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
)

// A format says what is wrong with a text, and how to put it right.

func tagName(name string) (reason, fix string) {
	switch {
	case name == "":
		return "A tag has no name.", "Give it one."
	case strings.ContainsAny(name, `<>%&\?/`) || strings.IndexFunc(name, unicode.IsControl) >= 0:
		return `A tag's name has one of the characters < > % & \ ? / or a control character.`, "Leave them out."
	}
	return "", ""
}

func notEmpty(text string) (reason, fix string) {
	if text == "" {
		return "The text is empty.", "Write it."
	}
	return "", ""
}

// guidPattern is Azure's of an object id, for one id.
var guidPattern = regexp.MustCompile(`^[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}$`)

func guid(text string) (reason, fix string) {
	if guidPattern.MatchString(text) {
		return "", ""
	}
	return "'" + short(text) + "' is not a GUID.", "Use the object id of a user or application, such as 11111111-2222-3333-4444-555555555555."
}

// authority is who issues tokens: an OpenID Connect issuer.
//
// https://openid.net/specs/openid-connect-discovery-1_0.html#IssuerDiscovery
func authority(text string) (reason, fix string) {
	if u := secureURL(text); u != nil && u.RawQuery == "" && u.Fragment == "" {
		return "", ""
	}
	return "'" + short(text) + "' is not an https URL of an issuer.", "Use one such as https://login.microsoftonline.com/{tenant}, without query or fragment."
}

func keyURL(text string) (reason, fix string) {
	if secureURL(text) != nil {
		return "", ""
	}
	return "'" + short(text) + "' is not an https URL of a key.", "Use one such as https://myvault.vault.azure.net/keys/name/version."
}

func secureURL(text string) *url.URL {
	u, err := url.Parse(text)
	if err != nil || !strings.EqualFold(u.Scheme, "https") || u.Host == "" || u.User != nil {
		return nil
	}
	return u
}

var resourceTypePattern = regexp.MustCompile(`^[A-Z][A-Za-z]*$`)

func resourceType(name string) (reason, fix string) {
	if resourceTypePattern.MatchString(name) {
		return "", ""
	}
	return "'" + short(name) + "' is not the name of a FHIR resource type.", "Use one such as Patient."
}

func managedIdentity(id string) (reason, fix string) {
	parsed, err := azarm.ParseResourceID(id)
	if err == nil && strings.EqualFold(parsed.ResourceType.String(), "Microsoft.ManagedIdentity/userAssignedIdentities") {
		return "", ""
	}
	return "'" + short(id) + "' is not the id of a user-assigned identity.",
		"Use /subscriptions/{id}/resourceGroups/{name}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}."
}
