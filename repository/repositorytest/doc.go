// SPDX-License-Identifier: Apache-2.0

// Package repositorytest says what a store is, as tests: every repository.Store passes Run, every repository.Watcher
// passes RunWatcher, and Benchmark measures them alike. It knows the contract alone, no database and no HTTP.
package repositorytest
