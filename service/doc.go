// SPDX-License-Identifier: Apache-2.0

// Package service holds the use cases of the management API: authorize, validate, guard, store.
//
// A use case takes a Grant, which only Authorize makes, so that nothing here runs for a caller who may not. The package
// must not know of HTTP, of JSON envelopes or of SQL. The HTTP API drives it; a portal can drive it as well.
package service
