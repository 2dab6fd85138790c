// SPDX-License-Identifier: Apache-2.0

package cors_test

import "strings"

// azurePools are entries of lists, those without faults first.
func azurePools() map[string][]string {
	long := strings.Repeat("a", 513)
	return map[string][]string{
		"origins": {"https://a.example", "https://b.example", "HTTPS://A.example", "http://localhost:3000", "https://a.example:443",
			"https://app.example.org.", "*", "https://a.example:0", "https://a.example:08443", "http://1.2.3", "https://xn--a"},
		"headers": {"authorization", "Content-Type", "x-app-*", "If-Match", "cookie", "*", "origin", "X-*-y", "**", "x.y", "a b", "X-A: b",
			"", "naïve", "x-\u0000", long, long[:512], "!#$%&'*+-.^_`|~"},
		"methods": {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "*", "get", "Patch", "pOst", "options", "CONNECT", "trace", "Track",
			"PROPFIND", "propfind", "MY-METHOD", "GET ", "GET,PUT", "", "G T", "GÉT", "get*", long, long[:512]},
	}
}

func azureValues() map[string][]string {
	return map[string][]string{
		"maxAge": {"0", "1", "600", "7200", "7201", "99999", "100000", "-1", "-0", "2147483648", "1e20", "600.0", "6e2", "1.5", "-0.0", "0.0",
			`"600"`, "null", "true", "[]", "{}", "1e400", "99999.0", "99999.5", "9999999e-2", "123456789012345678901234567890"},
		"allowCredentials": {"true", "true", "true", "false", "false", "false", "null", "1", `"true"`},
		"origins":          {"null", "[]", "{}", `"*"`, "[null]", "[1]", `["https://a.example",null]`, `[["*"]]`},
		"headers":          {"null", "[]", `"*"`, "[true]", "{}"},
		"methods":          {"null", "[]", `"GET"`, "[0]", "{}"},
		"exposeHeaders":    {`["ETag"]`, "null"},
		"max_age":          {"600"},
		"Origins":          {`["*"]`},
		"":                 {"1"},
	}
}

// azureDocuments are settings as a whole, the ends of every limit among them.
func azureDocuments() []string {
	many := func(field, entry string, n int) string {
		return `{"` + field + `":[` + strings.TrimSuffix(strings.Repeat(`"`+entry+`",`, n), ",") + `]}`
	}
	all := []string{`{}`, `null`, `[]`, `0`, `"*"`, `{"origins":["*"],"headers":["*"],"methods":["*"]}`,
		`{"origins":["*"],"allowCredentials":true}`, `{"origins":["*"],"allowCredentials":false}`,
		`{"origins":["*","*"]}`, `{"origins":["*","https://a.example"],"allowCredentials":true}`,
		`{"origins":[],"headers":[],"methods":[],"allowCredentials":false}`, // Azure's answer where nothing is set
		`{"origins":[],"headers":[],"methods":[],"maxAge":0,"allowCredentials":false}`,
		many("origins", "https://a.example", 10_000), many("origins", "https://a.example", 10_001), many("origins", "*", 10_001),
		many("headers", "x-a", 256), many("headers", "x-a", 257), many("methods", "GET", 64), many("methods", "GET", 65)}
	for field, values := range azureValues() {
		for _, value := range values {
			all = append(all, `{`+quoted(field)+`:`+value+`}`)
		}
	}
	for field, entries := range azurePools() {
		for _, entry := range entries {
			all = append(all, `{"`+field+`":[`+quoted(entry)+`]}`, `{"`+field+`":["*",`+quoted(entry)+`]}`)
		}
	}
	return all
}
