// SPDX-License-Identifier: Apache-2.0

package arm

import "slices"

// SupportedVersions lists the api-versions in which a type is served, oldest first. What each has is in arm/shape.
func SupportedVersions(t Type) []string { return slices.Clone(versionsOf(t)) }

// Supports reports whether a type is served in an api-version. Versions are compared byte by byte.
func Supports(t Type, version string) bool { return slices.Contains(versionsOf(t), version) }

func versionsOf(t Type) []string {
	switch t {
	case Workspaces, FHIRServices, Operations, NameAvailability, OperationResults:
		return healthcareVersions
	case CORSSettings, Upstreams, GatewaySettings, ExtensionOperations:
		return extensionVersions
	case Subscriptions, ResourceGroups, Resources, Providers, Registrations: // one list, as in Azure
		return resourceVersions
	case CloudMetadata:
		return metadataVersions
	}
	return nil
}

var (
	healthcareVersions = []string{"2021-06-01-preview", "2021-11-01", "2022-01-31-preview", "2022-05-15", "2022-06-01",
		"2022-10-01-preview", "2022-12-01", "2023-02-28", "2023-09-06", "2023-11-01", "2023-12-01", "2024-03-01",
		"2024-03-31", "2025-03-01-preview", "2025-04-01-preview"}
	extensionVersions = []string{"2026-11-01"}
	resourceVersions  = []string{"2016-02-01", "2016-06-01", "2016-07-01", "2016-09-01", "2017-05-10", "2018-01-01", "2018-02-01",
		"2018-05-01", "2018-06-01", "2018-08-01", "2019-03-01", "2019-05-01", "2019-05-10", "2019-06-01", "2019-07-01",
		"2019-08-01", "2019-10-01", "2019-11-01", "2020-01-01", "2020-06-01", "2020-08-01", "2020-10-01", "2021-01-01",
		"2021-04-01", "2022-01-01", "2022-06-01", "2022-09-01", "2022-12-01", "2023-07-01", "2024-03-01", "2024-07-01",
		"2024-11-01", "2025-03-01", "2025-04-01"}
	metadataVersions = []string{"2019-05-01", "2022-09-01"}
)
