// SPDX-License-Identifier: Apache-2.0

// Package reload measures how long a change of CORS settings takes: from just before it is sent until it is answered,
// and until every gateway answers a preflight by it. Beside corsgate it measures how others are told a change: nginx by a
// rewritten file and SIGHUP, Caddy by POST /load. It is a test, because a test can have a Postgres; as such it is short,
// and keeps itself from rotting. `make bench-reload` is the same at length.
//
// It knows the programs as their users do. Only the many services that are there besides come by SQL.
package reload
