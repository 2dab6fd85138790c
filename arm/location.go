// SPDX-License-Identifier: Apache-2.0

package arm

import "strings"

// NormalizeLocation is a location as Azure displays it: "West Europe" is westeurope. Locations are equal if they are
// equal in this form.
func NormalizeLocation(location string) string {
	return strings.ToLower(strings.Join(strings.Fields(location), ""))
}
