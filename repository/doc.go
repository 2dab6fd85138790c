// SPDX-License-Identifier: Apache-2.0

// Package repository is the contract between the use cases, the gateway and whatever stores the settings: the
// records, the Store that changes them, the Watcher that follows them, and the errors that callers may test for.
//
// Ids are plain keys in lower case beside the spelling to display; what an id means to Azure is not known here, and
// neither is SQL or HTTP. Every implementation passes the suite in repositorytest.
package repository
