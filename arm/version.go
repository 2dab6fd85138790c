// SPDX-License-Identifier: Apache-2.0

package arm

import "slices"

// SupportedVersions lists the api-versions in which a type is served, oldest first.
func SupportedVersions(t Type) []string {
	switch t {
	case Workspaces, FHIRServices:
		return []string{"2023-11-01", "2024-03-31"}
	case CORSSettings, Upstreams, GatewaySettings:
		return []string{"2026-11-01"}
	case ResourceGroups:
		return []string{"2020-06-01", "2021-04-01", "2024-03-01", "2025-04-01"}
	}
	return nil
}

// Supports reports whether a type is served in an api-version. Versions are compared byte by byte.
func Supports(t Type, version string) bool { return slices.Contains(SupportedVersions(t), version) }
