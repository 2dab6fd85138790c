// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"net/http"
	"strings"
	"time"

	gincors "github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	jub0bs "github.com/jub0bs/cors"
	rs "github.com/rs/cors"

	"github.com/corsgate/corsgate/cors"
)

// exposedHeaders are the same for all: ours cannot be told others.
func exposedHeaders() []string { return strings.Split(cors.ExposedHeaders, ", ") }

func newJub0bs(s setup) (*jub0bs.Middleware, error) {
	return jub0bs.NewMiddleware(jub0bs.Config{
		Origins:         s.all(),
		Credentialed:    true,
		Methods:         methods(),
		RequestHeaders:  s.headers,
		MaxAgeInSeconds: maxAge,
		ResponseHeaders: exposedHeaders(),
	})
}

func jub0bsHandler(s setup) (http.Handler, error) {
	m, err := newJub0bs(s)
	if err != nil {
		return nil, err
	}
	return m.Wrap(http.HandlerFunc(nothing)), nil
}

func newRS(s setup) *rs.Cors {
	return rs.New(rs.Options{
		AllowedOrigins:   s.all(),
		AllowCredentials: true,
		AllowedMethods:   methods(),
		AllowedHeaders:   s.headers,
		MaxAge:           maxAge,
		ExposedHeaders:   exposedHeaders(),
	})
}

func rsHandler(s setup) (http.Handler, error) {
	return newRS(s).Handler(http.HandlerFunc(nothing)), nil
}

// ginHandler is a whole Gin engine: its middleware runs nowhere else.
func ginHandler(s setup) (http.Handler, error) {
	config := gincors.Config{
		AllowOrigins:     s.all(),
		AllowCredentials: true,
		AllowWildcard:    len(s.patterns) > 0,
		AllowMethods:     methods(),
		AllowHeaders:     s.headers,
		MaxAge:           maxAge * time.Second,
		ExposeHeaders:    exposedHeaders(),
	}
	return ginEngine(gincors.New(config)), nil
}

// ginEngine answers the two requests that are measured. Without middleware it is what Gin itself costs.
func ginEngine(middleware ...gin.HandlerFunc) http.Handler {
	engine := gin.New()
	engine.Use(middleware...)
	engine.GET(path, func(*gin.Context) {})
	engine.OPTIONS(path, func(*gin.Context) {})
	return engine
}
