// SPDX-License-Identifier: Apache-2.0

package shape

// The spans of api-versions in which what is not in the first one exists.
var (
	stable1        = Span{From: "2021-11-01"}
	accessPolicies = Span{Until: "2023-09-06"}
	importPreview  = Span{From: "2022-01-31-preview", Until: "2022-05-15"}
	imports        = Span{From: "2022-06-01"}
	guides         = Span{From: "2022-12-01"}
	customerKeys   = Span{From: "2023-11-01"}
	smartProviders = Span{From: "2023-12-01"}
)

// FHIRService is the body of a FHIR service. corsConfiguration has rules of its own.
//
// https://github.com/Azure/azure-rest-api-specs/tree/main/specification/healthcareapis
func FHIRService() *Shape {
	return object(append(tracked(), enum("kind", "fhir-R4", "fhir-Stu3"), identity(), group("properties",
		readOnly("provisioningState"),
		in(readOnly("eventState"), stable1),
		in(readOnly("privateEndpointConnections"), stable1),
		in(list("accessPolicies", maxList, *object(required(formatted("objectId", guid)))), accessPolicies),
		group("acrConfiguration",
			list("loginServers", maxList, Shape{Kind: String, MaxLength: maxText}),
			in(list("ociArtifacts", maxList, *object(text("loginServer", maxText), text("imageName", maxText), text("digest", maxText))), stable1)),
		authentication(),
		Field{Name: "corsConfiguration"},
		group("exportConfiguration", text("storageAccountName", maxText)),
		in(group("importConfiguration", text("integrationDataStore", maxText), flag("initialImportMode"), flag("enabled")),
			importPreview, imports),
		in(enum("publicNetworkAccess", "Enabled", "Disabled"), stable1),
		in(versionPolicy(), stable1),
		in(group("implementationGuidesConfiguration", flag("usCoreMissingData")), guides),
		in(group("encryption", group("customerManagedKeyEncryption", formatted("keyEncryptionKeyUrl", keyURL))), customerKeys),
	))...)
}

func versionPolicy() Field {
	policies := []string{"no-version", "versioned", "versioned-update"}
	return group("resourceVersionPolicyConfiguration", enum("default", policies...),
		Field{Name: "resourceTypeOverrides", Shape: Shape{Kind: Map, MaxItems: 256, MaxLength: 64, Format: resourceType,
			Item: &Shape{Kind: String, Enum: policies}}})
}
