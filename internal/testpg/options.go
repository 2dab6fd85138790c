// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Options say what a server of one's own is like. The zero value is a fast one that loses its last commits in a crash.
type Options struct {
	// Durable servers keep what they have acknowledged: fsync, full_page_writes and synchronous_commit are on.
	Durable bool
	// TCP lets the server listen on a port of 127.0.0.1 too, the same after every start.
	TCP bool
	// Settings go into postgresql.conf and override what this package writes there.
	Settings map[string]string
}

// config is the postgresql.conf of a server. It is no part of the data, so neither standbys nor backups copy it, and
// ALTER SYSTEM can override it.
func (s *Server) config() string {
	settings := map[string]string{
		"port":                    strconv.Itoa(s.port),
		"listen_addresses":        "",
		"unix_socket_directories": s.dir,
		"max_connections":         "300",
		"wal_level":               "replica",
		"max_wal_senders":         "20",
		"max_replication_slots":   "20",
		// A standby that was away finds the log it missed.
		"wal_keep_size":               "512MB",
		"wal_retrieve_retry_interval": "100ms",
		"dynamic_shared_memory_type":  "mmap", // in the data directory, so that it goes with it after a crash
		"log_line_prefix":             "%m [%p] %d ",
		"fsync":                       onOff(s.options.Durable),
		"full_page_writes":            onOff(s.options.Durable),
		"synchronous_commit":          onOff(s.options.Durable),
	}
	if s.options.TCP {
		settings["listen_addresses"] = loopback
	}
	maps.Copy(settings, s.options.Settings)
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		fmt.Fprintf(&text, "%s = %s\n", name, quoteSetting(settings[name]))
	}
	return text.String()
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// quoteSetting writes a value as postgresql.conf wants it.
func quoteSetting(value string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", "''").Replace(value) + "'"
}
