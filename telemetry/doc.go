// SPDX-License-Identifier: Apache-2.0

// Package telemetry is how the program reports on itself: a structured log, a metrics registry, and the handler of the
// operations port.
//
// It must not know what the program does: no tenant, setting, origin or FHIR word occurs here. Who registers a metric
// or writes a log line chooses its name, and keeps request data out of it.
package telemetry
