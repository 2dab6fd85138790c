// SPDX-License-Identifier: Apache-2.0

// Package browser is the browser's half of cross-origin resource sharing: what a browser sends for a call that a page
// makes, and what it concludes from the answers, in the browser's own words. It mirrors package cors, which is the
// server's half.
//
// The direction of data is Request → Explain (what the browser would send next) → Response … → Verdict. All of it is
// pure: no clock, no network. Every branch names the step of the Fetch standard (https://fetch.spec.whatwg.org) that it
// follows; where Chromium or Firefox do otherwise, a Profile says so. The package must not know of tenants, of settings'
// storage or of any HTTP library.
package browser
