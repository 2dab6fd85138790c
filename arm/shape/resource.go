// SPDX-License-Identifier: Apache-2.0

package shape

// The limits of strings, in characters, and of lists.
const (
	maxTags     = 50
	maxTagName  = 512
	maxTagValue = 256
	maxLocation = 128
	maxText     = 512
	maxURL      = 2048
	maxList     = 64
)

// Workspace is the body of a workspace. Azure says nothing of its properties but who may reach it.
//
// https://github.com/Azure/azure-rest-api-specs/tree/main/specification/healthcareapis
func Workspace() *Shape {
	return object(append(tracked(),
		group("properties", readOnly("provisioningState"),
			in(readOnly("privateEndpointConnections"), stable1),
			in(enum("publicNetworkAccess", "Enabled", "Disabled"), stable1)))...)
}

// ResourceGroup is the body of a resource group.
//
// https://learn.microsoft.com/rest/api/resources/resource-groups/create-or-update
func ResourceGroup() *Shape {
	return object(append(tracked(), text("managedBy", maxText), group("properties", readOnly("provisioningState")))...)
}

// Subscription is the body of a subscription: of Azure's, what an operator has to say.
//
// https://learn.microsoft.com/rest/api/resources/subscriptions/get
func Subscription() *Shape {
	return object(readOnly("id"), readOnly("subscriptionId"), readOnly("tenantId"), readOnly("state"), readOnly("etag"),
		readOnly("subscriptionPolicies"), readOnly("authorizationSource"), readOnly("managedByTenants"),
		readOnly("name"), readOnly("type"), readOnly("systemData"), text("displayName", 64), tags())
}

// NameAvailability is the body of checkNameAvailability.
func NameAvailability() *Shape {
	return object(required(text("name", maxText)), required(text("type", maxText)))
}

// The extension resources. Their properties are checked where their meaning is known.

// CORSSettings is the body of the CORS settings of a FHIR service as a resource of their own.
func CORSSettings() *Shape {
	return object(append(extension(), required(Field{Name: "properties"}))...)
}

// Upstream is the body that says which FHIR server is behind a service.
func Upstream() *Shape {
	return object(append(extension(), required(group("properties", readOnly("provisioningState"), text("url", maxURL))))...)
}

// GatewaySettings is the body that says how the gateway treats a service.
func GatewaySettings() *Shape {
	return object(append(extension(), required(group("properties", readOnly("provisioningState"),
		enum("enforcement", "advise", "enforce"), enum("discovery", "anyOrigin", "configuredOrigins"))))...)
}

func extension() []Field {
	return []Field{readOnly("id"), readOnly("name"), readOnly("type"), readOnly("etag"), readOnly("systemData")}
}

// tracked is what every resource with a location has.
func tracked() []Field {
	return []Field{readOnly("id"), readOnly("name"), readOnly("type"), readOnly("etag"), readOnly("systemData"),
		lasting(text("location", maxLocation)), tags()}
}

// tags are names and values of the caller's own.
//
// https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
func tags() Field {
	return Field{Name: "tags", Nullable: true, Shape: Shape{Kind: Map, Whole: true, MaxItems: maxTags, MaxLength: maxTagName, Format: tagName,
		Item: &Shape{Kind: String, MaxLength: maxTagValue}}}
}

func object(fields ...Field) *Shape { return &Shape{Kind: Object, Fields: fields} }

func group(name string, fields ...Field) Field { return Field{Name: name, Shape: *object(fields...)} }

func text(name string, longest int) Field {
	return Field{Name: name, Shape: Shape{Kind: String, MaxLength: longest}}
}

func formatted(name string, format func(string) (string, string)) Field {
	return Field{Name: name, Shape: Shape{Kind: String, MaxLength: maxURL, Format: format}}
}

func enum(name string, values ...string) Field {
	return Field{Name: name, Shape: Shape{Kind: String, Enum: values}}
}

func flag(name string) Field { return Field{Name: name, Shape: Shape{Kind: Boolean}} }

func list(name string, most int, item Shape) Field {
	return Field{Name: name, Shape: Shape{Kind: Array, MaxItems: most, Item: &item}}
}

func readOnly(name string) Field { return Field{Name: name, ReadOnly: true} }

func required(f Field) Field {
	f.Required = true
	return f
}

func lasting(f Field) Field {
	f.Lasting = true
	return f
}

func in(f Field, spans ...Span) Field {
	f.In = spans
	return f
}
