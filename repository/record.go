// SPDX-License-Identifier: Apache-2.0

package repository

import (
	"time"

	"github.com/corsgate/corsgate/cors"
)

// Revision numbers the commits of a store: each commit has the next one, without gaps.
type Revision int64

// Stamp is who did something, and when.
type Stamp struct {
	By     string    `json:"by"`     // the principal's id
	ByType string    `json:"byType"` // Application, User …
	At     time.Time `json:"at"`
}

// Meta is what the store keeps of each resource besides its content.
type Meta struct {
	// ETag is opaque, and new with each change of the content. The store assigns it.
	ETag     string `json:"etag"`
	Created  Stamp  `json:"created"`
	Modified Stamp  `json:"modified"`
}

// Group is a resource group: the place that workspaces are created in. It consists of what a Workspace consists of.
type Group Workspace

// Subscription is what groups are in. It consists of what a Workspace consists of, but has no location.
type Subscription Workspace

// Workspace is a record above the services.
type Workspace struct {
	Key    Key
	Tenant string
	// ID is the resource id as its creator spelt it.
	ID       string
	Location string
	// Document is the rest of the resource: a JSON object that the store keeps byte for byte and does not read.
	Document []byte
	Meta     Meta
	// Revision of the last change. The store assigns it.
	Revision Revision
}

// Service is a FHIR service with everything that hangs on it.
type Service struct {
	Key      Key
	Tenant   string
	ID       string
	Location string
	Document []byte
	Meta     Meta
	// CORS, Upstream and Gateway are resources of their own, with their own ETags; nil is absent. CORS is part of the
	// service's own representation too.
	CORS     *Part[cors.Settings]
	Upstream *Part[Upstream]
	Gateway  *Part[GatewaySettings]
	Revision Revision
}

// ServiceHead is a service without what hangs on it.
type ServiceHead struct {
	Key          Key
	ID, Location string
	Document     []byte
	Meta         Meta
}

// Part is a resource that is kept with its service.
type Part[T any] struct {
	Value T    `json:"value"`
	Meta  Meta `json:"meta"`
}

// Upstream is the FHIR server behind a service.
type Upstream struct {
	URL string `json:"url"`
}

// GatewaySettings say how the gateway treats a service's requests. An empty field is the gateway's default.
type GatewaySettings struct {
	Enforcement Enforcement   `json:"enforcement,omitzero"`
	Discovery   DiscoveryRule `json:"discovery,omitzero"`
}

// Enforcement says what becomes of an actual request that CORS does not allow.
type Enforcement string

// The enforcements. Advise is what Azure does: the request is processed and the browser keeps the answer from the
// page. Enforce refuses the request before the upstream sees it.
const (
	Advise  Enforcement = "advise"
	Enforce Enforcement = "enforce"
)

// DiscoveryRule says who may read the discovery documents of a service that has CORS on.
type DiscoveryRule string

// The discovery rules.
const (
	AnyOrigin         DiscoveryRule = "anyOrigin"
	ConfiguredOrigins DiscoveryRule = "configuredOrigins"
)

// Audit is who asked for a change. The store completes it to an Entry in the change's own transaction.
type Audit struct {
	Principal     string
	ClientAddress string
	CorrelationID string
	Action        string // the RBAC action, such as Microsoft.HealthcareApis/workspaces/fhirservices/write
	At            time.Time
}

// Entry is one row of the audit table, which is the history too.
type Entry struct {
	Audit
	Tenant   string
	Scope    string // Key.String of the changed record
	Outcome  string // Succeeded
	Revision Revision
	// Before and After are the record as JSON; nil where there was, or is, none.
	Before, After []byte
}

// Succeeded is the outcome of a change that was committed.
const Succeeded = "Succeeded"
