// SPDX-License-Identifier: Apache-2.0

// Package corsgate is the root of the project: a control plane for the CORS settings of many FHIR servers, and a
// gateway that enforces them in front of those servers.
//
// A request to change CORS settings enters api, is decided in service and is stored by repository. Each commit gets the
// next revision number. The gateway follows revisions and swaps its table. The rules of CORS live in cors and the
// shapes of Azure in arm; both are plain functions. cmd/corsgate plugs it together. ARCHITECTURE.md shows the way
// through the house.
//
// The package itself holds only the description of the management API, so that programs and tests can embed it. It
// must not know of anything else.
package corsgate

import _ "embed"

// OpenAPI is the description of the management API, an OpenAPI 3.0.3 document in YAML. Treat it as read-only.
//
//go:embed openapi.yaml
var OpenAPI []byte
