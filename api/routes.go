// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/corsgate/corsgate/arm"
)

// route is one operation: what it needs and what it does.
type route struct {
	method string
	// path in lower case, as requests are routed.
	path string
	// kind decides the api-versions; kind and verb are the RBAC action.
	kind arm.Type
	verb arm.Verb
	// below is how many segments at the end of the path are not part of the id that the action is on.
	below int
	// settings is where CORS settings stand in the resource, for targets in errors and warnings.
	settings string
	run      func(*call) (answer, error)
}

// action is the RBAC action that the route needs.
func (r route) action() arm.Action { return arm.Action{Type: r.kind, Verb: r.verb} }

// everything is below no id: the operation is on no resource.
const everything = -1

const (
	metadataPath      = "/metadata/endpoints"
	healthcare        = "/providers/microsoft.healthcareapis"
	subscriptionsPath = "/subscriptions"
	subscriptionPath  = subscriptionsPath + "/:subscription"
	providersPath     = subscriptionPath + "/providers"
	providerPath      = providersPath + "/:namespace"
	groupsPath        = subscriptionPath + "/resourcegroups"
	groupPath         = groupsPath + "/:group"
	workspacesOfSub   = subscriptionPath + healthcare + "/workspaces"
	workspacesOfGroup = groupPath + healthcare + "/workspaces"
	workspacePath     = workspacesOfGroup + "/:workspace"
	servicesPath      = workspacePath + "/fhirservices"
	servicePath       = servicesPath + "/:service"
	extensionPath     = servicePath + "/providers/corsgate.fhir"
	corsPath          = extensionPath + "/corssettings/default"
	upstreamPath      = extensionPath + "/upstreams/default"
	gatewayPath       = extensionPath + "/gatewaysettings/default"

	inService   = "properties.corsConfiguration"
	inExtension = "properties"
)

// routes is every operation of the API. openapi.yaml describes the same ones; a test compares them.
func (s *server) routes() []route {
	get, head, post := http.MethodGet, http.MethodHead, http.MethodPost
	put, patch, del := http.MethodPut, http.MethodPatch, http.MethodDelete
	return []route{
		{get, metadataPath, arm.CloudMetadata, arm.Read, everything, "", s.getMetadata},
		{get, healthcare + "/operations", arm.Operations, arm.Read, everything, "", s.listOperations},
		{get, "/providers/corsgate.fhir/operations", arm.ExtensionOperations, arm.Read, everything, "", s.listExtensionOperations},

		{get, subscriptionsPath, arm.Subscriptions, arm.Read, everything, "", s.listSubscriptions},
		{get, subscriptionPath, arm.Subscriptions, arm.Read, 0, "", s.getSubscription},
		{put, subscriptionPath, arm.Subscriptions, arm.Write, 0, "", s.putSubscription},
		{del, subscriptionPath, arm.Subscriptions, arm.Delete, 0, "", s.deleteSubscription},

		{get, providersPath, arm.Providers, arm.Read, 1, "", s.listProviders},
		{get, providerPath, arm.Providers, arm.Read, 2, "", s.getProvider},
		{post, providerPath + "/register", arm.Registrations, arm.Act, 3, "", s.getProvider},
		{post, subscriptionPath + healthcare + "/checknameavailability", arm.NameAvailability, arm.Read, 3, "", s.checkName},
		{get, subscriptionPath + healthcare + "/locations/:location/operationresults/:operation", arm.OperationResults, arm.Read, 6, "", s.getOperationResult},

		{get, groupsPath, arm.ResourceGroups, arm.Read, 1, "", s.listGroups},
		{get, groupPath, arm.ResourceGroups, arm.Read, 0, "", s.getGroup},
		{head, groupPath, arm.ResourceGroups, arm.Read, 0, "", s.headGroup},
		{put, groupPath, arm.ResourceGroups, arm.Write, 0, "", s.putGroup},
		{patch, groupPath, arm.ResourceGroups, arm.Write, 0, "", s.patchGroup},
		{del, groupPath, arm.ResourceGroups, arm.Delete, 0, "", s.deleteGroup},
		{get, groupPath + "/resources", arm.Resources, arm.Read, 1, "", s.listResources},

		{get, workspacesOfSub, arm.Workspaces, arm.Read, 3, "", s.listWorkspaces},
		{get, workspacesOfGroup, arm.Workspaces, arm.Read, 3, "", s.listWorkspaces},
		{get, workspacePath, arm.Workspaces, arm.Read, 0, "", s.getWorkspace},
		{put, workspacePath, arm.Workspaces, arm.Write, 0, "", s.putWorkspace},
		{patch, workspacePath, arm.Workspaces, arm.Write, 0, "", s.patchWorkspace},
		{del, workspacePath, arm.Workspaces, arm.Delete, 0, "", s.deleteWorkspace},

		{get, servicesPath, arm.FHIRServices, arm.Read, 1, inService, s.listServices},
		{get, servicePath, arm.FHIRServices, arm.Read, 0, inService, s.getService},
		{put, servicePath, arm.FHIRServices, arm.Write, 0, inService, s.putService},
		{patch, servicePath, arm.FHIRServices, arm.Write, 0, inService, s.patchService},
		{del, servicePath, arm.FHIRServices, arm.Delete, 0, inService, s.deleteService},

		{get, corsPath, arm.CORSSettings, arm.Read, 0, inExtension, s.getCORS},
		{put, corsPath, arm.CORSSettings, arm.Write, 0, inExtension, s.putCORS},
		{del, corsPath, arm.CORSSettings, arm.Delete, 0, inExtension, s.deleteCORS},

		{get, upstreamPath, arm.Upstreams, arm.Read, 0, "", s.getUpstream},
		{put, upstreamPath, arm.Upstreams, arm.Write, 0, "", s.putUpstream},
		{del, upstreamPath, arm.Upstreams, arm.Delete, 0, "", s.deleteUpstream},

		{get, gatewayPath, arm.GatewaySettings, arm.Read, 0, "", s.getGateway},
		{put, gatewayPath, arm.GatewaySettings, arm.Write, 0, "", s.putGateway},
		{del, gatewayPath, arm.GatewaySettings, arm.Delete, 0, "", s.deleteGateway},
	}
}
