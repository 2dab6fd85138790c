// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"strings"

	"github.com/google/uuid"

	"github.com/corsgate/corsgate/internal/forwarded"
)

// Options of the gateway. Domain and Transport are required; without a Logger or Metrics nothing is told.
type Options struct {
	// Domain that tenants' host names are in, in lower case.
	Domain string
	// Transport reaches the upstreams; it is what refuses forbidden addresses.
	Transport http.RoundTripper
	// MaxBody bounds request bodies, in bytes; 0 does not.
	MaxBody int64
	Trust   forwarded.Trust
	Logger  *slog.Logger
	Metrics *Metrics
}

// maxFieldBytes bounds a request's header fields. The server in front of the handler must let a little more through,
// so that the answer can be given here.
const maxFieldBytes = 64 << 10

// MaxHeaderBytes is the http.Server's setting that goes with the handler.
const MaxHeaderBytes = 16 * maxFieldBytes

type handler struct {
	Options
	table *Table
	proxy *httputil.ReverseProxy
}

// Handler serves the routes of a table.
func Handler(table *Table, o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics(nil)
	}
	h := &handler{Options: o, table: table}
	h.proxy = h.newProxy()
	return h
}

// exchange is one request on its way: what the parts of the handler share about it.
type exchange struct {
	plan   Plan
	id     string // of the request, for the log and X-Request-Id
	scheme string
	host   string // both as the caller used them
	method string
	path   string // raw
	origin string
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := h.plan(r)
	if x.plan.Route != nil {
		h.Metrics.decided(x.plan.Decision.Reason)
		h.bound(w, r, x)
	}
	if x.plan.Status != 0 {
		h.answer(w, x)
		return
	}
	if x.plan.Decision.Denied() {
		h.logRefusal(x)
	}
	// Without this, HTTP/1 would read the whole request body before the first byte of the answer.
	_ = http.NewResponseController(w).EnableFullDuplex() // other protocols always are
	w.Header()["Content-Type"] = nil                     // where the upstream names none, none is guessed
	h.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x)))
}

func (h *handler) plan(r *http.Request) *exchange {
	x := &exchange{id: requestID(r), scheme: h.Trust.Proto(r), host: h.Trust.Host(r), method: r.Method, path: rawPath(r),
		origin: r.Header.Get("Origin")}
	x.plan = h.table.Decide(h.Domain, &Request{Scheme: x.scheme, Host: x.host, Method: r.Method, Path: x.path, Fields: r.Header})
	return x
}

// bound applies the limits that the plan does not know of.
func (h *handler) bound(w http.ResponseWriter, r *http.Request, x *exchange) {
	switch {
	case fieldBytes(r) > maxFieldBytes:
		x.plan.Status, x.plan.problem = http.StatusRequestHeaderFieldsTooLarge, fieldsTooLong
	case h.MaxBody <= 0 || x.plan.Status != 0:
	case r.ContentLength > h.MaxBody:
		x.plan.Status, x.plan.problem = http.StatusRequestEntityTooLarge, tooLarge
	default:
		r.Body = http.MaxBytesReader(w, r.Body, h.MaxBody)
	}
}

// answer answers without the upstream.
func (h *handler) answer(w http.ResponseWriter, x *exchange) {
	if x.plan.Status >= http.StatusBadRequest || x.plan.Decision.Denied() {
		h.logRefusal(x)
	}
	if x.plan.Status >= http.StatusBadRequest {
		h.Metrics.failed(x.plan.Status)
	}
	x.answer(w)
}

// rawPath is the request target's path as it was sent. It is no path at all, so never a plain one, for OPTIONS *, for
// the authority of a CONNECT, and for a target with user information, which has no business there.
//
// https://www.rfc-editor.org/rfc/rfc9112#section-3.2, https://www.rfc-editor.org/rfc/rfc9110#section-4.2.4
func rawPath(r *http.Request) string {
	target := r.RequestURI
	if scheme := len(r.URL.Scheme); scheme > 0 && scheme < len(target) && r.URL.User == nil { // absolute form
		if rest, ok := strings.CutPrefix(target[scheme:], "://"); ok {
			target = strings.TrimLeftFunc(rest, inAuthority)
			if !strings.HasPrefix(target, "/") {
				target = "/" + target
			}
		}
	}
	path, _, _ := strings.Cut(target, "?")
	return path
}

func inAuthority(r rune) bool { return r != '/' && r != '?' }

// requestID is the caller's own if it is a GUID, so that both sides can find the request, else a new one: an id is
// logged, and any other text could say anything.
func requestID(r *http.Request) string {
	if id, err := uuid.Parse(r.Header.Get("X-Request-Id")); err == nil {
		return id.String()
	}
	return uuid.NewString()
}

// fieldBytes is about what the header fields took on the wire.
func fieldBytes(r *http.Request) int {
	n := len(r.RequestURI) + len(r.Host)
	for name, values := range r.Header {
		for _, value := range values {
			n += len(name) + len(value) + len(": \r\n")
		}
	}
	return n
}
