// SPDX-License-Identifier: Apache-2.0

package arm

// Operation is an RBAC action as a provider lists it.
//
// https://github.com/cloud-and-ai-microsoft/resource-provider-contract/blob/master/v1.0/proxy-api-reference.md#exposing-available-operations
type Operation struct {
	Name         string           `json:"name"`
	IsDataAction bool             `json:"isDataAction"`
	Display      OperationDisplay `json:"display"`
	Origin       string           `json:"origin"`
}

// OperationDisplay is what people read.
type OperationDisplay struct {
	Provider    string `json:"provider"`
	Resource    string `json:"resource"`
	Operation   string `json:"operation"`
	Description string `json:"description"`
}

// HealthcareOperations lists the actions of Microsoft.HealthcareApis that are enforced here.
func HealthcareOperations() []Operation {
	const provider = "Microsoft Healthcare APIs"
	list := []Operation{
		operation(Action{Registrations, Act}, provider, "Subscription", "Register the provider", "Registers a subscription, which has no effect here: each is."),
		operation(Action{NameAvailability, Read}, provider, "Name availability", "Check a name", "Checks whether a workspace can have a name."),
		operation(Action{OperationResults, Read}, provider, "Operation result", "Read an operation result", "Reads the result of an operation that went on after its answer."),
		operation(Action{Operations, Read}, provider, "Operation", "Read operations", "Lists the operations of the provider."),
	}
	list = append(list, life(provider, "workspace", Workspaces)...)
	return append(list, life(provider, "FHIR service", FHIRServices)...)
}

// CorsgateOperations lists the actions of Corsgate.Fhir.
func CorsgateOperations() []Operation {
	const provider = "corsgate"
	list := life(provider, "CORS settings", CORSSettings)
	list = append(list, life(provider, "upstream", Upstreams)...)
	return append(list, life(provider, "gateway settings", GatewaySettings)...)
}

func life(provider, what string, t Type) []Operation {
	return []Operation{
		operation(Action{t, Read}, provider, what, "Read "+what, "Reads a "+what+", or lists them."),
		operation(Action{t, Write}, provider, what, "Write "+what, "Creates, replaces or changes a "+what+"."),
		operation(Action{t, Delete}, provider, what, "Delete "+what, "Deletes a "+what+"."),
	}
}

func operation(a Action, provider, resource, name, description string) Operation {
	return Operation{Name: a.String(), Origin: "user,system",
		Display: OperationDisplay{Provider: provider, Resource: resource, Operation: name, Description: description}}
}
