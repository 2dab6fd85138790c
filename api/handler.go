// SPDX-License-Identifier: Apache-2.0

package api

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/forwarded"
	"github.com/corsgate/corsgate/service"
)

// Options of the API; the zero value is valid but for PublicURL.
type Options struct {
	// PublicURL is what links start with, without a slash at the end.
	PublicURL string
	// Authority is the base URL of who issues tokens, for clients that ask; empty: they are not told.
	Authority string
	Limits    Limits
	Logger    *slog.Logger
	Metrics   prometheus.Registerer
	Trust     forwarded.Trust
}

type server struct {
	manager   *service.Manager
	verifier  auth.Verifier
	publicURL string
	authority string
	limits    *limiter
	warnings  warningsSeen
	bodies    bodiesSeen
	log       *slog.Logger
	trust     forwarded.Trust
	metrics   metrics
}

// Handler serves the management API.
func Handler(manager *service.Manager, verifier auth.Verifier, o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	s := &server{manager: manager, verifier: verifier, publicURL: o.PublicURL, authority: o.Authority,
		limits: newLimiter(o.Limits), warnings: newWarningsSeen(), bodies: newBodiesSeen(), log: o.Logger, trust: o.Trust, metrics: newMetrics(o.Metrics)}

	// In this order, from the outside:
	return s.withFacts( // first, so that every answer and log line has its ids
		withLowerCase( // before routing, which compares letter by letter
			s.engine())) // where logging comes first, then recovery, so that a panic is an answer in the log
}

// engine routes. Authentication comes before routing as far as the caller can tell: without a valid token every path
// and method is 401.
func (s *server) engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.RedirectTrailingSlash = false
	engine.HandleMethodNotAllowed = true
	engine.Use(s.logRequests, s.recoverPanics, s.authenticate)
	engine.NoRoute(func(c *gin.Context) { s.fail(c, errNoSuchRoute) })
	engine.NoMethod(func(c *gin.Context) { s.fail(c, errMethodNotAllowed) })
	for _, r := range s.routes() {
		engine.Handle(r.method, r.path, s.serve(r))
	}
	return engine
}
