// SPDX-License-Identifier: Apache-2.0

// Package shape holds what the bodies of resources look like in each api-version, as data, and what can be done with
// JSON by that data alone: find every fault, drop what a version lacks, keep what it cannot say.
//
// It must not know of HTTP, storage or the rules of CORS: corsConfiguration is any value to it.
package shape
