// SPDX-License-Identifier: Apache-2.0

package cors

// IsDiscovery names the documents that SMART App Launch wants open to any origin, by their path below the service: byte
// for byte, since a server may read any other spelling as something else.
//
// https://hl7.org/fhir/smart-app-launch/app-launch.html#considerations-for-cross-origin-resource-sharing-cors-support
func IsDiscovery(rawPath string) bool {
	switch rawPath {
	case "/metadata", "/.well-known/smart-configuration", "/.well-known/openid-configuration",
		"/.well-known/jwks.json", "/.well-known/udap":
		return true
	}
	return false
}
