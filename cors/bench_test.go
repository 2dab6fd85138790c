// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

func BenchmarkDecide(b *testing.B) {
	crowd := with(func(s *cors.Settings) { s.Origins = append(many(9_999, "https://a%d.example"), app) })
	browser := "authorization,content-type,x-fhir-starter"
	for _, row := range []decision{
		{name: "exact", settings: usual(), request: actual("GET", app)},
		{name: "exact of 10000", settings: crowd, request: actual("GET", app)},
		{name: "any", settings: open(), request: actual("GET", app)},
		{name: "denied", settings: usual(), request: actual("GET", other)},
		{name: "denied by 10000", settings: crowd, request: actual("GET", other)},
		{name: "no origin", settings: usual(), request: cors.Request{Method: "GET"}},
		{name: "off", request: actual("GET", app)},
		{name: "preflight", settings: usual(), request: preflight("PUT", app, browser)},
		{name: "preflight of any", settings: open(), request: preflight("PUT", app, browser)},
		{name: "preflight denied", settings: usual(), request: preflight("PUT", other, browser)},
		{name: "preflight of 2014", settings: usual(), request: preflight("POST", app,
			"accept, x-fhir-starter, content-type")},
	} {
		b.Run(row.name, func(b *testing.B) {
			p := compile(b, row.settings)
			b.ReportAllocs()
			for b.Loop() {
				p.Decide(&row.request)
			}
		})
	}
}

// BenchmarkHostile has pairs of a small and a large request that should cost the same, and origins that take the parser
// furthest before they are refused.
func BenchmarkHostile(b *testing.B) {
	for _, row := range []struct {
		name    string
		request cors.Request
	}{
		{"4 KiB of commas", preflight("PUT", app, strings.Repeat(",", 4096))},
		{"1 MiB of commas", preflight("PUT", app, strings.Repeat(",", 1<<20))},
		{"4 KiB of names", preflight("PUT", app, strings.Repeat("x-a,", 1024))},
		{"1 MiB of names", preflight("PUT", app, strings.Repeat("x-a,", 1<<18))},
		{"4 KiB of one name", preflight("PUT", app, strings.Repeat("X", 4096))},
		{"4 KiB of spaces", preflight("PUT", app, strings.Repeat(" ", 4096))},
		{"1 KiB of host", actual("GET", "https://"+strings.Repeat("a", 1016))},
		{"1 KiB of labels", actual("GET", "https://"+strings.Repeat("a.", 500)+"example.org")},
		{"1 KiB of digits", actual("GET", "https://"+strings.Repeat("1", 1016))},
		{"1 KiB of zeros in the port", actual("GET", "https://a:"+strings.Repeat("0", 1000))},
		{"1 KiB of IPv6", actual("GET", "http://["+strings.Repeat(":", 1000)+"]")},
		{"1 KiB without a colon", actual("GET", strings.Repeat("x", 1024))},
		{"64 KiB of origin", actual("GET", "https://"+strings.Repeat("a", 1<<16))},
	} {
		for name, p := range policies(b) {
			b.Run(row.name+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					p.Decide(&row.request)
				}
			})
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	for _, row := range []struct {
		name     string
		settings cors.Settings
	}{
		{"usual", usual()},
		{"any", open()},
		{"10000 origins", with(func(s *cors.Settings) { s.Origins = many(10_000, "https://a%d.example") })},
		{"10000 Punycode origins", with(func(s *cors.Settings) {
			s.Origins = many(10_000,
				"https://a%d.xn--bcher-kva.example")
		})},
	} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				compile(b, row.settings)
			}
		})
	}
}
