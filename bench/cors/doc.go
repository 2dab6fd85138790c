// SPDX-License-Identifier: Apache-2.0

// Package cors measures what CORS costs a request: the project's own engine beside three libraries for Go, on the same
// requests, with the same settings, in one run. It is a test, which checks first that every cell of the table is what
// its name says; as such it is short, and asserts those goals that no busy machine can blur. `make bench-cors` measures
// at length and compares.
//
// It knows every engine as its users do.
package cors
