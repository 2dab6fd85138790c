// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	connectTimeout = 5 * time.Second
	keepAlive      = 15 * time.Second
	maxConnections = 10
)

// sessionLimits end, in the server, what a client that died has left behind. Milliseconds.
func sessionLimits() map[string]string {
	return map[string]string{
		"statement_timeout":                   "30000",
		"lock_timeout":                        "10000",
		"idle_in_transaction_session_timeout": "10000",
	}
}

func poolConfig(url string, options Options) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, unusable(err)
	}
	if options.MaxConnections > 0 {
		config.MaxConns = options.MaxConnections
	} else if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = maxConnections
	}
	if err := complete(config.ConnConfig, options.Insecure); err != nil {
		return nil, err
	}
	if options.ListenURL != "" {
		// Behind a transaction pooler a prepared statement may be gone the next time, and most poolers refuse settings of
		// a session.
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
		return config, nil
	}
	for name, value := range sessionLimits() {
		setDefault(config.ConnConfig.RuntimeParams, name, value)
	}
	return config, nil
}

// connConfig is for a connection outside the pool. The server would object to the pool's settings in the URL.
func connConfig(url string, insecure bool) (*pgx.ConnConfig, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, unusable(err)
	}
	return config.ConnConfig, complete(config.ConnConfig, insecure)
}

// complete adds what every connection has, unless the URL says otherwise.
func complete(config *pgx.ConnConfig, insecure bool) error {
	if err := checkHosts(&config.Config, insecure); err != nil {
		return err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
		config.DialFunc = (&net.Dialer{Timeout: connectTimeout, KeepAlive: keepAlive}).DialContext
	}
	if config.ValidateConnect == nil {
		// A standby may be behind. To follow it would be to go back.
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsPrimary
	}
	config.OnNotice = noteWarning
	setDefault(config.RuntimeParams, "application_name", "corsgate")
	config.RuntimeParams["client_encoding"] = "UTF8" // whatever the database's own is
	return nil
}

func setDefault(params map[string]string, name, value string) {
	if _, set := params[name]; !set {
		params[name] = value
	}
}

// unusable says what is wrong with a URL without a word of it: the parser's errors quote it.
func unusable(err error) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return fmt.Errorf("the database URL names a file that cannot be read (as sslrootcert, sslcert, sslkey or servicefile): %w", file.Err)
	}
	return errors.New("the database URL cannot be parsed: it has the form postgres://user@host:port/database?sslmode=verify-full, " +
		"with special characters in its parts percent-encoded")
}

// checkHosts wants the server's name to be verified on each way that leaves this machine.
func checkHosts(config *pgconn.Config, insecure bool) error {
	hosts := []*pgconn.FallbackConfig{{Host: config.Host, TLSConfig: config.TLSConfig}}
	for _, host := range append(hosts, config.Fallbacks...) {
		switch {
		case isSocket(host.Host):
		case strings.Contains(host.Host, "@"): // the rest of a password with an @ in it
			return unusable(nil)
		case !insecure && !isLoopback(host.Host) && !verifiesName(host.TLSConfig):
			return errors.New("a host of the database URL is not on this machine, and sslmode is not verify-full: " +
				"add sslmode=verify-full (and sslrootcert) to the URL, or allow it with --database-insecure")
		}
	}
	return nil
}

func isSocket(host string) bool { return strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") }

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func verifiesName(config *tls.Config) bool {
	return config != nil && !config.InsecureSkipVerify && config.ServerName != ""
}
