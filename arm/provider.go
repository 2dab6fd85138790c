// SPDX-License-Identifier: Apache-2.0

package arm

import "strings"

// Provider is a resource provider as ARM shows it. All are registered with every subscription, and cannot be otherwise.
//
// https://learn.microsoft.com/rest/api/resources/providers/get
type Provider struct {
	ID                 string         `json:"id"`
	Namespace          string         `json:"namespace"`
	RegistrationPolicy string         `json:"registrationPolicy"`
	RegistrationState  string         `json:"registrationState"`
	ResourceTypes      []ProviderType `json:"resourceTypes"`
}

// ProviderType is one resource type of a Provider, without the namespace. A location is any text here, so none is listed.
type ProviderType struct {
	ResourceType string   `json:"resourceType"`
	Locations    []string `json:"locations"`
	APIVersions  []string `json:"apiVersions"`
	Capabilities string   `json:"capabilities"`
}

// ProvidersOf lists the providers of a subscription.
func ProvidersOf(subscription string) []Provider {
	return []Provider{
		provider(subscription, "Corsgate.Fhir", CORSSettings, GatewaySettings, ExtensionOperations, Upstreams),
		provider(subscription, "Microsoft.HealthcareApis", NameAvailability, OperationResults, Operations, Workspaces, FHIRServices),
		provider(subscription, "Microsoft.Resources", Providers, ResourceGroups, Resources, Subscriptions),
	}
}

// ProviderOf finds one by its namespace, whose case does not count.
func ProviderOf(subscription, namespace string) (Provider, bool) {
	for _, p := range ProvidersOf(subscription) {
		if strings.EqualFold(p.Namespace, namespace) {
			return p, true
		}
	}
	return Provider{}, false
}

func provider(subscription, namespace string, types ...Type) Provider {
	p := Provider{ID: "/subscriptions/" + subscription + "/providers/" + namespace, Namespace: namespace,
		RegistrationPolicy: "RegistrationFree", RegistrationState: "Registered"}
	for _, t := range types {
		capabilities := "None"
		switch t {
		case Workspaces, FHIRServices, ResourceGroups:
			capabilities = "SupportsTags, SupportsLocation"
		case CORSSettings, GatewaySettings, Upstreams:
			capabilities = "SupportsExtension"
		}
		p.ResourceTypes = append(p.ResourceTypes, ProviderType{ResourceType: strings.TrimPrefix(string(t), namespace+"/"),
			Locations: []string{}, APIVersions: newestFirst(SupportedVersions(t)), Capabilities: capabilities})
	}
	return p
}

func newestFirst(versions []string) []string {
	reversed := make([]string, 0, len(versions))
	for i := len(versions) - 1; i >= 0; i-- {
		reversed = append(reversed, versions[i])
	}
	return reversed
}
