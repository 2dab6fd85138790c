// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// chooser makes choices out of bytes; when they have run out it takes what comes first.
type chooser struct{ data []byte }

func (c *chooser) pick(count int) int {
	if len(c.data) == 0 {
		return 0
	}
	choice := int(c.data[0]) % count
	c.data = c.data[1:]
	return choice
}

func (c *chooser) one(all []string) string { return all[c.pick(len(all))] }

// some is a part of a list, in its order; one in so many stays.
func (c *chooser) some(all []string, oneIn int) []string {
	return slices.DeleteFunc(slices.Clone(all), func(string) bool { return c.pick(oneIn) != 0 })
}

func pageOrigins() []string {
	return []string{app, "https://example.org", "http://example.org", "https://app.example.org:8443",
		"http://app.example.org:8080", "https://x.app.example.org", "https://evil-app.example.org",
		"http://localhost", "http://localhost:3000", "http://127.0.0.1:8080", "https://192.0.2.1",
		"https://xn--bcher-kva.example", "https://shop.example.co.uk", "https://app.example.org:65535"}
}

func pagePatterns() []string {
	return []string{"https://*.example.org", "http://*.example.org", "https://*.example.org:8443",
		"https://*.app.example.org", "http://*.app.example.org:8080", "https://*.example.co.uk",
		"http://localhost:*", "http://127.0.0.1:*", "https://[::1]:*", "https://*.xn--bcher-kva.example"}
}

// headerNames are sorted, as browsers list them.
func headerNames() []string {
	return []string{"authorization", "content-type", "if-match", "if-none-exist", "prefer", "range", "x-a", "x-b",
		"x-fhir-starter", "x-request-id"}
}

func methodNames() []string {
	return []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "lock"}
}

// settings are such as the peers know too.
func (c *chooser) settings() (s cors.Settings) {
	switch c.pick(4) {
	case 0:
		s.Origins = []string{"*"}
	case 1:
		s.Origins = append(c.some(pageOrigins(), 4), "https://last.example")
	case 2:
		s.Origins = append(many(20, "https://a%d.example"), c.some(pageOrigins(), 2)...)
	default:
		s.Origins = c.some(pageOrigins(), 8)
		s.OriginPatterns = append(c.some(pagePatterns(), 2), many(c.pick(12), "https://*.a%d.example.test")...)
		if !s.Enabled() {
			s.OriginPatterns = pagePatterns()[:1]
		}
	}
	if s.Methods = c.some(methodNames(), 2); c.pick(4) == 0 {
		s.Methods = []string{"*"}
	}
	if s.Headers = c.some(headerNames(), 3); c.pick(4) == 0 {
		s.Headers = []string{"*"}
	}
	for i := range s.Headers {
		if c.pick(2) == 0 {
			s.Headers[i] = strings.ToUpper(s.Headers[i])
		}
	}
	if ages := []int{-1, 0, 1, 600, 86_400, 99_999}; c.pick(4) != 0 {
		if age := ages[c.pick(len(ages))]; age >= 0 {
			s.MaxAge = &age
		}
	}
	if c.pick(2) == 0 && !slices.Equal(s.Origins, []string{"*"}) {
		s.AllowCredentials = new(true)
	}
	return s
}

// request is one that a browser sends, often one that the settings are about.
func (c *chooser) request(s cors.Settings, raw string) cors.Request {
	method := c.one(append(methodNames(), "put", "patch", "get", "UNLOCK"))
	if len(s.Methods) > 0 && s.Methods[0] != "*" && c.pick(2) == 0 {
		method = c.one(s.Methods)
	}
	origin, kind := c.origin(s, raw), c.pick(8)
	switch {
	case kind == 7:
		return cors.Request{Method: method}
	case kind > 4:
		return actual(method, origin)
	}
	asked := c.some(headerNames(), 3)
	if c.pick(2) == 0 {
		asked = slices.DeleteFunc(asked, func(name string) bool {
			return !slices.Contains(s.Headers, name) && !slices.Contains(s.Headers, strings.ToUpper(name))
		})
	}
	if len(asked) == 0 {
		return preflight(method, origin)
	}
	return preflight(method, origin, strings.Join(asked, ","))
}

// origin is one that is listed or covered, one that is neither but near, raw, or any of those that are listed elsewhere.
func (c *chooser) origin(s cors.Settings, raw string) string {
	listed := slices.DeleteFunc(slices.Concat(s.Origins, s.OriginPatterns),
		func(entry string) bool { return entry == "*" })
	switch kind := c.pick(8); {
	case kind < 4 && len(listed) > 0:
		labels, port := c.one([]string{"//a", "//a.b", "//app", "//*"}), c.one([]string{"", ":3000", ":65535"})
		return strings.NewReplacer("//*", labels, ":*", port).Replace(c.one(listed))
	case kind == 4:
		return c.one([]string{"https://", "http://"}) + c.one([]string{"a.", "a.b.", "x-", "", "app.a."}) +
			c.one([]string{"example.org", "app.example.org", "example.co.uk", "xn--bcher-kva.example", "localhost",
				"a3.example.test", "example.org.evil.example", "org"}) +
			c.one([]string{"", ":8443", ":8080", ":3000", ":65535", ":1"})
	case kind == 5 && isForAll(raw):
		return raw
	}
	return c.one(append(pageOrigins(), "null", other, "https://a7.example", "https://last.example"))
}

// isForAll reports whether the peers know the origin too: they cap its length, and empty labels are labels to them.
func isForAll(raw string) bool {
	_, host, _ := strings.Cut(raw, "://")
	return cors.IsSerializedOrigin(raw) && strings.HasPrefix(raw, "http") && len(host) <= 253 && !strings.Contains(raw, "..")
}
