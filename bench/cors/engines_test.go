// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"net/http"
	"os"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/corsgate/corsgate/cors"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode) // as it is measured; and it is quiet
	os.Exit(m.Run())
}

// The engines, in the order of the table's columns.
const (
	ours   = "ours"
	jub    = "jub0bs"
	byRS   = "rs"
	viaGin = "gin"
)

func engines() []string { return []string{ours, jub, byRS, viaGin} }

// build makes an engine with nothing behind it.
func build(t testing.TB, engine string, s setup) http.Handler {
	t.Helper()
	made, err := map[string]func(setup) (http.Handler, error){
		ours: oursHandler, jub: jub0bsHandler, byRS: rsHandler, viaGin: ginHandler,
	}[engine](s)
	if err != nil {
		t.Fatalf("%s: %v", engine, err)
	}
	return made
}

// settings are the same in our engine's words.
func (s setup) settings() cors.Settings {
	return cors.Settings{
		Origins:          s.origins,
		OriginPatterns:   s.patterns,
		Headers:          s.headers,
		Methods:          methods(),
		MaxAge:           new(maxAge),
		AllowCredentials: new(true),
	}
}

func oursHandler(s setup) (http.Handler, error) {
	p, err := cors.Compile(s.settings())
	if err != nil {
		return nil, err
	}
	return oursAround(p, http.HandlerFunc(nothing)), nil
}

// oursAround is the engine as middleware, which is how its peers come.
func oursAround(p *cors.Policy, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request := cors.NewRequest(r.Method, r.Header)
		d := p.Decide(&request)
		d.Apply(w.Header())
		if d.Preflight {
			w.WriteHeader(d.Status)
			return
		}
		next.ServeHTTP(w, r)
	})
}
