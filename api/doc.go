// SPDX-License-Identifier: Apache-2.0

// Package api is the management API: HTTP in the manner of Azure Resource Manager in front of the use cases. Gin lives
// only here.
//
// A request passes the middlewares in the order of Handler, is routed by the flat table in routes.go, and is answered
// in one place, whatever came of it. The package must not know the store: of repository it uses the errors and records
// that the use cases return.
package api
