// SPDX-License-Identifier: Apache-2.0

package arm

// Type is a resource type with its namespace, spelt as Azure displays it. Types are compared without regard to case.
type Type string

// The resource types.
const (
	Subscriptions   Type = "Microsoft.Resources/subscriptions"
	ResourceGroups  Type = "Microsoft.Resources/resourceGroups"
	Workspaces      Type = "Microsoft.HealthcareApis/workspaces"
	FHIRServices    Type = "Microsoft.HealthcareApis/workspaces/fhirservices"
	CORSSettings    Type = "Corsgate.Fhir/corsSettings"
	Upstreams       Type = "Corsgate.Fhir/upstreams"
	GatewaySettings Type = "Corsgate.Fhir/gatewaySettings"
)

// What has an api-version and actions, but no id of its own.
const (
	Resources           Type = "Microsoft.Resources/subscriptions/resourceGroups/resources"
	Providers           Type = "Microsoft.Resources/providers"
	Registrations       Type = "Microsoft.HealthcareApis/register"
	CloudMetadata       Type = "Microsoft.Resources/metadata"
	Operations          Type = "Microsoft.HealthcareApis/operations"
	ExtensionOperations Type = "Corsgate.Fhir/operations"
	NameAvailability    Type = "Microsoft.HealthcareApis/checkNameAvailability"
	OperationResults    Type = "Microsoft.HealthcareApis/locations/operationresults"
)

// Verb is what an action does to a resource.
type Verb string

// The verbs of RBAC actions.
const (
	Read   Verb = "read"
	Write  Verb = "write"
	Delete Verb = "delete"
	Act    Verb = "action"
)

// Action is an RBAC action: a type and a verb.
//
// https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format
type Action struct {
	Type Type
	Verb Verb
}

// String is the action's name, such as Microsoft.HealthcareApis/workspaces/read.
func (a Action) String() string { return string(a.Type) + "/" + string(a.Verb) }
