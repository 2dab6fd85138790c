// SPDX-License-Identifier: Apache-2.0

// Package arm holds the shapes of Azure Resource Manager's wire contract that corsgate speaks: resource ids and types,
// api-versions, the error body and its codes, ETag preconditions, systemData and the names of RBAC actions.
//
// They are plain functions and values. The package must not know of HTTP servers, storage or the rules of CORS. The
// contract itself is https://github.com/cloud-and-ai-microsoft/resource-provider-contract.
package arm
