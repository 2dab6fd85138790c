// SPDX-License-Identifier: Apache-2.0

// Package cors holds the rules of cross-origin resource sharing: what settings an operator may store, and what a
// server answers to a request under them.
//
// The direction of data is Settings → Validate (every problem at once) → Compile → Policy.Decide (a decision on plain
// values). All of it is pure: no clock, no network, no logger, no HTTP types. The package must not know of tenants,
// of Azure's resource shapes or of where settings are stored.
//
// The texts that it obeys are the Fetch standard (https://fetch.spec.whatwg.org/#http-cors-protocol), the URL
// standard for hosts (https://url.spec.whatwg.org/#host-parsing) and RFC 9110 for tokens.
package cors
