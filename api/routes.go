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

const (
	subscriptionPath  = "/subscriptions/:subscription"
	groupPath         = subscriptionPath + "/resourcegroups/:group"
	workspacesOfSub   = subscriptionPath + "/providers/microsoft.healthcareapis/workspaces"
	workspacesOfGroup = groupPath + "/providers/microsoft.healthcareapis/workspaces"
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
	get, put, del := http.MethodGet, http.MethodPut, http.MethodDelete
	return []route{
		{get, groupPath, arm.ResourceGroups, arm.Read, 0, "", s.getGroup},
		{put, groupPath, arm.ResourceGroups, arm.Write, 0, "", s.putGroup},
		{del, groupPath, arm.ResourceGroups, arm.Delete, 0, "", s.deleteGroup},

		{get, workspacesOfSub, arm.Workspaces, arm.Read, 3, "", s.listWorkspaces},
		{get, workspacesOfGroup, arm.Workspaces, arm.Read, 3, "", s.listWorkspaces},
		{get, workspacePath, arm.Workspaces, arm.Read, 0, "", s.getWorkspace},
		{put, workspacePath, arm.Workspaces, arm.Write, 0, "", s.putWorkspace},
		{del, workspacePath, arm.Workspaces, arm.Delete, 0, "", s.deleteWorkspace},

		{get, servicesPath, arm.FHIRServices, arm.Read, 1, inService, s.listServices},
		{get, servicePath, arm.FHIRServices, arm.Read, 0, inService, s.getService},
		{put, servicePath, arm.FHIRServices, arm.Write, 0, inService, s.putService},
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
