// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

const (
	patience     = 5 * time.Second  // for the other end of a health check, and for a drain
	requestTime  = 30 * time.Second // for one request and its answer
	idleTime     = 75 * time.Second
	largestField = 64 << 10
)

// serve answers at address until ctx ends, and then lets the requests finish that are under way.
func serve(ctx context.Context, address string, handler http.Handler, log io.Writer) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("-listen %s: cannot listen there: %w", address, err)
	}
	fmt.Fprintf(log, "listening at http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler, ReadTimeout: requestTime, WriteTimeout: requestTime, IdleTimeout: idleTime,
		MaxHeaderBytes: largestField}
	drained := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		// The context of the signal is over, and its values do not matter.
		drain, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		drained <- server.Shutdown(drain)
	})
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-drained
}
