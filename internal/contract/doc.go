// SPDX-License-Identifier: Apache-2.0

// Package contract holds the management API to its description: it wraps a handler and compares each request and
// response that passes with openapi.yaml.
//
// It is for tests. It must not know of the handler's code, only of the document.
package contract
