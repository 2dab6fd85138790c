// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"

	"github.com/corsgate/corsgate/telemetry"
)

func (h *handler) newProxy() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Transport:      amended{h.Transport},
		Rewrite:        h.rewrite,
		ModifyResponse: modify,
		ErrorHandler:   h.failUpstream,
		ErrorLog:       telemetry.DropErrorLog(h.Logger, "proxy"),
		BufferPool:     &buffers{},
	}
}

// rewrite makes the request to the upstream. What it says of the caller, the gateway knows; nothing is taken over from
// the caller's own claims.
func (h *handler) rewrite(p *httputil.ProxyRequest) {
	x := exchangeOf(p.In.Context())
	p.Out.URL = upstreamURL(x.plan.Route.upstream, x.path, p.In.URL)
	p.Out.Host = p.Out.URL.Host
	dropClaims(p.Out.Header)
	if x.origin != "" {
		dropOverrides(p.Out.Header)
	}
	removeAccessControl(p.Out.Header)
	if !x.plan.forwardsOrigin() {
		p.Out.Header.Del("Origin")
	}
	if h.Trust.Believed(p.In) {
		p.Out.Header["X-Forwarded-For"] = p.In.Header["X-Forwarded-For"]
	}
	p.SetXForwarded()
	p.Out.Header.Set("X-Forwarded-Host", x.host)
	p.Out.Header.Set("X-Forwarded-Proto", x.scheme)
	p.Out.Header.Set("X-Request-Id", x.id)
}

// upstreamURL is the base with path and query of the request, both byte for byte. The path goes into Opaque, because
// EscapedPath would write a path with a "|" or a "^" anew. In HTTP/2 a query can have spaces; in the request line of an
// upstream that speaks HTTP/1 they would end the target and begin something else.
//
// https://www.rfc-editor.org/rfc/rfc9112#section-3.2
func upstreamURL(base *url.URL, path string, in *url.URL) *url.URL {
	return &url.URL{Scheme: base.Scheme, Host: base.Host, Opaque: base.EscapedPath() + path,
		RawQuery: strings.ReplaceAll(in.RawQuery, " ", "%20"), ForceQuery: in.ForceQuery}
}

// dropClaims removes fields in which a caller can claim to be somebody else, to have come another way, or to mean
// another path than the one that was decided on. Servers that turn field names into variables read an underscore as a
// hyphen.
func dropClaims(h http.Header) {
	for name := range h {
		if isClaim(name) {
			delete(h, name)
		}
	}
}

func isClaim(name string) bool {
	if c := name[0] | 0x20; c != 'f' && c != 'x' { // most fields, without a look at the rest
		return false
	}
	folded := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	switch folded {
	case "forwarded", "x-real-ip", "x-original-url", "x-original-host", "x-rewrite-url":
		return true
	}
	return strings.HasPrefix(folded, "x-forwarded-") || strings.HasPrefix(folded, "x-ms-client-principal")
}

// dropOverrides removes fields that make another method of a page's request than the one that was decided on.
func dropOverrides(h http.Header) {
	for _, name := range []string{"X-Http-Method", "X-Http-Method-Override", "X-Method-Override"} {
		h.Del(name)
	}
}

// modify makes the upstream's answer the gateway's.
func modify(r *http.Response) error {
	x := exchangeOf(r.Request.Context())
	x.plan.amend(r.Header)
	removeAccessControl(r.Trailer) // those announced; see amended for those that come
	r.Header.Set("X-Request-Id", x.id)
	for _, name := range []string{"Location", "Content-Location"} {
		if value := r.Header.Get(name); value != "" {
			r.Header.Set(name, publicReference(x.plan.Route.upstream, x.scheme+"://"+x.host, value))
		}
	}
	dropCookieDomains(r.Header)
	return nil
}

// buffers lends the proxy its copy buffers.
type buffers struct{ pool sync.Pool }

const bufferBytes = 32 << 10

// Get implements httputil.BufferPool.
func (b *buffers) Get() []byte {
	if buffer, ok := b.pool.Get().(*[bufferBytes]byte); ok {
		return buffer[:]
	}
	return new([bufferBytes]byte)[:]
}

// Put implements httputil.BufferPool.
func (b *buffers) Put(buffer []byte) {
	if len(buffer) == bufferBytes {
		b.pool.Put((*[bufferBytes]byte)(buffer))
	}
}
