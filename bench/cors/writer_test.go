// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"net/http"

	"github.com/corsgate/corsgate/cors"
)

// writer is a response that nobody reads. It is used again and again, so that what is measured is the engine's work and
// not the making of a recorder.
type writer struct {
	header http.Header
	status int
}

func newWriter() *writer { return &writer{header: make(http.Header)} }

func (w *writer) Header() http.Header { return w.header }

func (w *writer) Write(body []byte) (int, error) { return len(body), nil }

func (w *writer) WriteHeader(status int) { w.status = status }

func (w *writer) reset() {
	clear(w.header)
	w.status = 0
}

// nothing is the handler behind every engine.
func nothing(http.ResponseWriter, *http.Request) {}

// fieldsAlone answers as an allowed request is answered, and decides nothing: no engine that gives each response values of
// its own can be quicker.
func fieldsAlone(w http.ResponseWriter, r *http.Request) {
	origin, asked, fields := r.Header["Origin"], r.Header["Access-Control-Request-Method"], w.Header()
	if len(asked) == 0 {
		v := &[4]string{"Origin", origin[0], "true", cors.ExposedHeaders}
		fields["Vary"] = v[0:1:1]
		fields["Access-Control-Allow-Origin"] = v[1:2:2]
		fields["Access-Control-Allow-Credentials"] = v[2:3:3]
		fields["Access-Control-Expose-Headers"] = v[3:4:4]
		return
	}
	v := &[6]string{"Origin", origin[0], "true", asked[0], r.Header["Access-Control-Request-Headers"][0], "7200"}
	fields["Vary"] = v[0:1:1]
	fields["Access-Control-Allow-Origin"] = v[1:2:2]
	fields["Access-Control-Allow-Credentials"] = v[2:3:3]
	fields["Access-Control-Allow-Methods"] = v[3:4:4]
	fields["Access-Control-Allow-Headers"] = v[4:5:5]
	fields["Access-Control-Max-Age"] = v[5:6:6]
	w.WriteHeader(http.StatusNoContent)
}
