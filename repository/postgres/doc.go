// SPDX-License-Identifier: Apache-2.0

// Package postgres is the reference store: many API processes write to it, and many gateways follow it.
//
// A write reads the record and locks it, lets the mutation decide, and then takes the next revision, stores the record
// and its audit row, and commits, all in one message: so the lock on the revision, which puts the writers in order, is
// not held while a message is under way; but for the deletion of a large group, whose history takes several. A commit notifies the followers; a notification carries nothing, and whoever
// wakes reads. What the records mean is not known here.
package postgres
