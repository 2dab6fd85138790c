// SPDX-License-Identifier: Apache-2.0

// Package lint names the defects of a server's CORS answers: what stops pages that it means to serve, serves pages that
// nobody should trust, or means nothing to a browser.
//
// The direction of data is answers → Probes (what else to ask, harmlessly) → more answers → Check → Defects. All of it
// is pure. A defect is not a verdict: a call can be allowed by a server that has several, and blocked by one that has
// none. The package must not know how requests are made or findings are shown.
package lint
