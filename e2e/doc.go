// SPDX-License-Identifier: Apache-2.0

// Package e2e holds the tests that use the whole program as its users do: the built binary as a child process, the
// management API over TLS, the gateway over plain sockets, and pages in a real Chromium.
//
// It has no code but tests. They must not import any package of the project: what they know of it is what its
// documents promise, so a change that breaks a stranger breaks them first.
package e2e
