// SPDX-License-Identifier: Apache-2.0

// Package gateway stands before every tenant's FHIR server: it finds the service that a host name means, answers
// preflights, decides what the page behind an Origin may read, and passes everything else on.
//
// A Follower keeps the Table in step with the store; a request looks one Route up in it, and Decide turns plain values into
// a Plan; Handler carries the plan out. A route is replaced as a whole, by one atomic pointer, so a request sees the old
// settings or the new ones and never a mixture. The package must not know the management API or Azure's shapes.
package gateway
