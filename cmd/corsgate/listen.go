// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/corsgate/corsgate/gateway"
	"github.com/corsgate/corsgate/telemetry"
)

// Times of every listener.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 75 * time.Second
	apiTimeout    = 60 * time.Second
	drainTimeout  = 30 * time.Second
)

// muteStandardLog sends the standard library's own log through ours. net/http's Transport has no other place to report
// what an upstream sends unasked, and quotes it.
func muteStandardLog(to *slog.Logger) {
	stdlog.SetFlags(0)
	stdlog.SetOutput(telemetry.DropErrorLog(to, "standard library").Writer())
}

// listener is one open port and what is served there.
type listener struct {
	name string // for the log: api, gateway, ops, sample
	net.Listener
	server    *http.Server
	cert, key string // PEM files; empty is plain HTTP
}

// open binds an address. A failure names the flag, because that is what one can change.
func open(ctx context.Context, name, flag, address string) (*listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s %s: cannot listen there: %w", flag, address, err)
	}
	return &listener{name: name, Listener: l}, nil
}

// prepare sets what is served. timeout bounds a whole request; 0 does not, for those that stream.
func (l *listener) prepare(handler http.Handler, timeout time.Duration, log *slog.Logger) {
	write := timeout
	if write > 0 {
		write += headerTimeout // whoever was too slow to send is still told so
	}
	l.server = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       timeout,
		WriteTimeout:      write,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    gateway.MaxHeaderBytes,
		ErrorLog:          telemetry.DropErrorLog(log, l.name),
		// OPTIONS * is for the handler, too: who may ask at all is its business.
		DisableGeneralOptionsHandler: true,
	}
}

// secure adds TLS where there is a certificate. It tries the files at once: a server that cannot use them shall not seem
// to start.
func (l *listener) secure(flag, cert, key string) error {
	if cert == "" {
		return nil
	}
	if _, err := tls.LoadX509KeyPair(cert, key); err != nil {
		return fmt.Errorf("%s and its key: %w", flag, err)
	}
	l.cert, l.key = cert, key
	return nil
}

// run serves until stop is called. A listener that fails says so on failed.
func (l *listener) run(log *slog.Logger, failed chan<- error) {
	log.Info("listening", slog.String("name", l.name), slog.String("address", l.Addr().String()))
	go func() {
		var err error
		if l.cert != "" {
			err = l.server.ServeTLS(l.Listener, l.cert, l.key)
		} else {
			err = l.server.Serve(l.Listener)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			failed <- fmt.Errorf("%s: %w", l.name, err)
		}
	}()
}

// stop lets requests finish, for at most the drain time.
func (l *listener) stop(log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := l.server.Shutdown(ctx); err != nil {
		log.Warn("requests were cut off", slog.String("name", l.name), slog.Any("error", err))
		_ = l.server.Close() // it has been tried gently
	}
}
