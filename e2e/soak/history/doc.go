// SPDX-License-Identifier: Apache-2.0

// Package history is the form in which a soak is recorded, so that it can be judged afterwards: what each writer was told,
// what each follower was given and served, what was done to the servers, and what the store itself holds whenever
// nobody writes. A directory has one file for each writer, one for each follower and one for the driver, with one JSON
// object a line.
//
// It knows no package of the project: what recorded a history must not be what it is judged by.
package history
