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
		Transport:      h.Transport,
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

// upstreamURL is the base with path and query of the request, both byte for byte.
func upstreamURL(base *url.URL, path string, in *url.URL) *url.URL {
	out := &url.URL{Scheme: base.Scheme, Host: base.Host, RawQuery: in.RawQuery, ForceQuery: in.ForceQuery}
	raw := base.EscapedPath() + path
	out.Path, out.RawPath = raw, raw
	if decoded, err := url.PathUnescape(raw); err == nil { // always: a plan forwards plain paths only
		out.Path = decoded
	}
	return out
}

// dropClaims removes fields in which a caller can claim to be somebody else, or to have come another way.
func dropClaims(h http.Header) {
	for name := range h {
		if folded := strings.ToLower(name); strings.HasPrefix(folded, "x-forwarded-") || strings.HasPrefix(folded, "x-ms-client-principal") {
			delete(h, name)
		}
	}
	h.Del("Forwarded")
	h.Del("X-Real-Ip")
}

// modify makes the upstream's answer the gateway's.
func modify(r *http.Response) error {
	x := exchangeOf(r.Request.Context())
	x.plan.amend(r.Header)
	removeAccessControl(r.Trailer)
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
