// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"strings"
)

// statuses are: status x whose it is x Access-Control-Allow-Origin.
func statuses() []exchange {
	var list []exchange
	for _, status := range []int{200, 201, 204, 206, 226, 299, 300, 304, 305, 400, 401, 403, 404, 405, 418, 429, 500, 503,
		599} {
		for _, allowed := range []bool{true, false} {
			lines, name := []string{acam + "PUT"}, fmt.Sprintf("status/%d/allowed %t", status, allowed)
			if allowed {
				lines = append(lines, acao+"*")
			}
			list = append(list,
				at(name+"/of the preflight", call{Method: "PUT"}, hop{answer{status, lines}, open()}),
				at(name+"/of the answer", call{}, hop{actual: answer{status, lines}}))
		}
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, location := range []string{"", "Location: {other}{here}/1", "Location: {here}/1"} {
			for _, origin := range []string{acao + "*", acao + "http://other.example.com", ""} {
				lines := []string{acam + "PUT"}
				for _, line := range []string{location, origin} {
					if line != "" {
						lines = append(lines, line)
					}
				}
				name := fmt.Sprintf("status/%d of the preflight/%s/%s", status, location, origin)
				list = append(list, at(name, call{Method: "PUT"}, hop{answer{status, lines}, open()},
					hop{open(acam + "PUT"), open()}))
			}
		}
	}
	return list
}

// methods are: method x Access-Control-Allow-Methods x credentials mode.
func methods() []exchange {
	var list []exchange
	for _, value := range []string{"absent", "", "PUT", "put", "PATCH", "patch", "DELETE, PUT,PATCH , patch", ",,PUT,", "*",
		"GET, *", "GET; PUT", "GET PUT", `"PUT"`, "GET, P T , PUT", "PUT, a b", "a b, c d", "GET/PUT", "é", "GET,\tPUT"} {
		lines := []string{acam + value}
		if value == "absent" {
			lines = nil
		}
		for _, method := range []string{"PUT", "put", "patch", "PATCH", "POST"} {
			for _, mode := range modes() {
				list = append(list, at("method/"+method+"/"+value+"/"+mode, call{Method: method, Credentials: mode},
					hop{allowing(mode, lines...), allowing(mode)}))
			}
		}
	}
	for _, lines := range [][]string{{acam + "GET", acam + "PUT"}, {acam + "PUT", acam + "a b"}} {
		list = append(list, at("method/PUT/lines "+strings.Join(lines, "+"), call{Method: "PUT"}, hop{open(lines...), open()}))
	}
	return list
}

// requestHeaders are: header lines of the page x Access-Control-Allow-Headers x credentials mode.
func requestHeaders() []exchange {
	var list []exchange
	for _, value := range []string{"absent", "", "x-a", "X-A", "X-B, X-A", " X-A  ,  b ", ",,x-a,", "*", "*, authorization",
		"*, x-a", "authorization", "x-*", "x-a; x-b", "x-b x-a", `"a,b", x-a`, "x-a: 1", "[x-a]", "x-a, b c", "*, a b",
		"content-type"} {
		lines := []string{acah + value}
		if value == "absent" {
			lines = nil
		}
		for _, set := range [][]string{{"X-A:1"}, {"X-B:1", "x-a:2"}, {"Authorization:Bearer x"},
			{"content-type:application/fhir+json", "X-FHIR-Starter:urn:fhir.starter"}} {
			for _, mode := range modes() {
				name := "header/" + strings.Join(set, "+") + "/" + value + "/" + mode
				list = append(list, at(name, call{Method: "POST", Headers: headers(set...), Credentials: mode},
					hop{allowing(mode, lines...), allowing(mode)}))
			}
		}
	}
	two := []string{acah + "x-a", acah + "X-B"}
	return append(list, at("header/two lines", call{Headers: headers("X-A:1", "x-b:1")}, hop{open(two...), open()}))
}

// orders are answers in which several things are wrong at once: each browser has an order in which it looks.
func orders() []exchange {
	var list []exchange
	for _, status := range []int{200, 405, 307} {
		for _, origin := range []string{acao + "{page}", acao + "*", ""} {
			for _, trust := range []string{acac + "true", ""} {
				for _, method := range []string{acam + "PUT", acam + "P T", ""} {
					for _, header := range []string{acah + "X-A", acah + "X A", ""} {
						var lines []string
						for _, line := range []string{origin, trust, method, header} {
							if line != "" {
								lines = append(lines, line)
							}
						}
						if status == 307 {
							lines = append(lines, "Location: {here}/1")
						}
						name := fmt.Sprintf("order/%d/%s/%s/%s/%s", status, origin, trust, method, header)
						list = append(list, at(name, call{Method: "PUT", Headers: headers("X-A:1"), Credentials: include},
							hop{answer{status, lines}, trusting()}))
					}
				}
			}
		}
	}
	return list
}

// exposures are: Access-Control-Expose-Headers x credentials mode x what makes the call.
func exposures() []exchange {
	var list []exchange
	for _, lines := range [][]string{nil, {aceh}, {aceh + "ETag"}, {aceh + "etag, X-A"}, {aceh + "*"}, {aceh + "*, x-a"},
		{aceh + "ETag", aceh + "X-A"}, {aceh + "ETag; X-A"}, {aceh + "ETag X-A"}, {aceh + `"ETag", X-A`},
		{aceh + "set-cookie, etag"}, {aceh + ",,etag,"}, {aceh + "etag, x a"}, {aceh + "etag", aceh + "bad;"},
		{aceh + "access-control-expose-headers"}, {aceh + "absent, x-b"}} {
		answered := append([]string{"ETag: x", "X-A: 1", "X-A: 2", "x-b: 1", "*: star", "Location: /x",
			"Content-Type: text/plain", "Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT", "Cache-Control: no-store",
			"Expires: 0", "Pragma: no-cache", "Content-Language: en", "Set-Cookie: a=b", "Set-Cookie2: a=b",
			"Vary: Origin"}, lines...)
		for _, mode := range modes() {
			for _, xhr := range []bool{false, true} {
				name := fmt.Sprintf("expose/%q/%s/%s", lines, mode, maker(xhr))
				list = append(list, at(name, call{Credentials: mode, XHR: xhr}, hop{actual: allowing(mode, answered...)}))
			}
		}
	}
	return list
}
