// SPDX-License-Identifier: Apache-2.0

// Package postgres is the reference store: many API processes write to it, and many gateways follow it.
//
// A write reads the record and locks it, lets the mutation decide, and then stores the record, its audit row and the
// next revision in one statement that travels together with the commit: so the lock on the revision, which puts the
// writers in order, is never held while a message is under way. A commit notifies the followers; a notification carries
// nothing, and whoever wakes reads. What the records mean is not known here.
package postgres
