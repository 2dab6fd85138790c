// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"fmt"
	"slices"
	"strings"
)

// safelist are header lines of the page: whether they need a preflight, and with what names.
func safelist() []exchange {
	everything := hop{open(acam+"*", acah+"*"), open()}
	var list []exchange
	for _, set := range slices.Concat(safelistedNames(), forbiddenNames(), otherNames()) {
		for _, xhr := range []bool{false, true} {
			name := fmt.Sprintf("safelist/%.60q/%d/%s", set, len(strings.Join(set, "")), maker(xhr))
			list = append(list, at(name, call{Headers: headers(set...), XHR: xhr}, everything))
		}
	}
	return list
}

// normalized are methods as a page writes them.
func normalized() []exchange {
	var list []exchange
	for _, method := range []string{"", "get", "Get", "post", "Delete", "Head", "options", "pUT", "patch", "query",
		"ChickeN"} {
		every := open(acam + "GET, POST, DELETE, OPTIONS, PUT, PATCH, patch, query, ChickeN")
		list = append(list, at("normalized/"+method+"/allowed", call{Method: method}, hop{every, open()}),
			at("normalized/"+method+"/refused", call{Method: method}, hop{open(acam + "QUERY, CHICKEN"), open()}))
	}
	for _, method := range []string{"GET", "HEAD", "POST", "PUT"} {
		upload := call{Method: method, XHR: true, Upload: true}
		list = append(list, at("upload/"+method+"/allowed", upload, hop{open(acam + "PUT"), open()}),
			at("upload/"+method+"/refused", upload, hop{ok(acam + "PUT"), open()}),
			at("upload/"+method+"/redirected", upload, hop{open(acam + "PUT"), moved(303, "{other}{here}/1", acao+"*")},
				hop{open(), open()}))
	}
	return list
}

// safelistedNames are values of the headers that need no permission, unless their values are odd.
func safelistedNames() [][]string {
	long := func(n int) string { return strings.Repeat("a", n) }
	return [][]string{
		{"Accept:*/*"}, {"Accept:" + long(128)}, {"Accept:" + long(129)}, {`Accept:a"b`}, {"Accept:a(b"}, {"Accept:a:b"},
		{"Accept:a@b"}, {"Accept:a[b"}, {`Accept:a\b`}, {"Accept:a{b"}, {"Accept:a\tb"}, {"Accept:a?b"}, {"Accept:"},
		{"Accept:application/fhir+json"}, {"Accept:é"}, {"Accept:a", "Accept:b"},
		{"Accept:" + long(100), "Accept:" + long(100)},
		{"Accept-Language:en;q=0.9"}, {"Accept-Language:a*b"}, {"Accept-Language:en_US"}, {"Accept-Language:" + long(129)},
		{"Accept-Language:a:b"}, {"Content-Language:en"}, {"Content-Language:en@x"}, {"Content-Language:é"},
		{"Content-Language:"}, {"Content-Type:text/plain"}, {"Content-Type:TEXT/PLAIN"},
		{"Content-Type:text/plain;charset=utf-8"}, {`Content-Type:text/plain; charset="utf-8"`},
		{"Content-Type:application/json"}, {"Content-Type:application/fhir+json"},
		{"Content-Type:application/x-www-form-urlencoded"}, {"Content-Type:multipart/form-data; boundary=a"},
		{"Content-Type:text/plain, text/plain"}, {"Content-Type: text/plain "}, {"Content-Type:text/plain;" + long(127)},
		{"Content-Type:text/html"}, {"Content-Type:text"}, {"Content-Type:"}, {"Content-Type:text/plain/x"},
		{"Content-Type:text/plain;a=(b)"}, {"Content-Type:text/plain;a=é"},
		{"Range:bytes=0-"}, {"Range:bytes=0-10"}, {"Range:bytes=00-010"}, {"Range:bytes=10-5"}, {"Range:bytes=-5"},
		{"Range:bytes=-"}, {"Range:bytes=0-1,2-3"}, {"Range:Bytes=0-1"}, {"Range:bytes = 0-1"}, {"Range:items=0-1"},
		{"Range:bytes="}, {"Range: bytes=0-1 "},
	}
}

// forbiddenNames are headers that a page cannot set, and some that look like them.
func forbiddenNames() [][]string {
	return [][]string{
		{"Cookie:a=b"}, {"Host:x"}, {"Origin:http://x"}, {"Referer:http://x"}, {"Sec-Foo:1"}, {"Proxy-Foo:1"}, {"DNT:1"},
		{"Date:x"}, {"Connection:x"}, {"Access-Control-Request-Method:x"}, {"Access-Control-Request-Headers:x"},
		{"Accept-Charset:x"}, {"Accept-Encoding:x"}, {"Content-Length:5"}, {"Expect:x"}, {"Keep-Alive:x"}, {"TE:x"},
		{"Trailer:x"}, {"Transfer-Encoding:x"}, {"Upgrade:x"}, {"Via:x"}, {"Set-Cookie:x"}, {"Cookie2:x"}, {"User-Agent:x"},
		{"X-HTTP-Method:TRACE"}, {"X-HTTP-Method:PATCH"}, {"X-HTTP-Method-Override:GET, trace"},
		{"X-Method-Override:CONNECT"}, {`X-Method-Override:"TRACE"`}, {`X-HTTP-Method:"x,TRACE,y"`},
		{"Access-Control-Allow-Origin:x"}, {"Access-Control-Request-Private-Network:x"},
	}
}

// otherNames are headers that need permission, at least by the standard.
func otherNames() [][]string {
	return [][]string{
		{"Last-Event-ID:1"}, {"If-Modified-Since:x"}, {"If-None-Match:x"}, {"Cache-Control:no-cache"}, {"Pragma:no-cache"},
		{"Priority:u=1"}, {"Purpose:x"}, {"X-A:"}, {"X-A: v "}, {"X-A:v\tw"}, {"X-A:1", "X-B:2"}, {"X-A:1", "x-a:2"},
		{"X-A:1", "X-B:2", "X-A:3"}, {"DPR:1"}, {"DPR:1.5"}, {"DPR:1."}, {"DPR:.5"}, {"DPR:x"}, {"DPR:"}, {"Save-Data:on"},
		{"Save-Data:ON"}, {"Save-Data:x"}, {"Width:1"}, {"Width:1.5"}, {"Width:x"}, {"Viewport-Width:1"},
		{"Viewport-Width:1.5"}, {"Viewport-Width:x"}, {"Downlink:1"}, {"Downlink:1.5"}, {"Downlink:x"}, {"Device-Memory:1"},
		{"Device-Memory:0.25"}, {"Device-Memory:x"}, {"RTT:1"}, {"RTT:1.5"}, {"RTT:x"}, {"ECT:4g"}, {"ECT:4G"},
		{"ECT:slow-2g"}, {"ECT:5g"}, {"Intervention:x"}, {"Intervention:"},
		{"Prefer:return=minimal", "If-Match:W/\"1\"", "Content-Type:application/fhir+json", "Authorization:Bearer x",
			"X_A:1", "x-a:1"},
	}
}

// schemes are calls that fail before anything is sent, and those of a page that came over https.
func schemes() []exchange {
	var list []exchange
	for _, method := range []string{"CONNECT", "connecT", "TRACE", "track", "A B"} {
		for _, xhr := range []bool{false, true} {
			name := "forbidden/" + method + "/" + maker(xhr)
			list = append(list, at(name, call{Method: method, XHR: xhr}, hop{open(), open()}))
		}
	}
	for _, url := range []string{"ftp://api.example.org{here}/0", "{app}{here}/0", "{api}{here}/0#part",
		"{api}{here}/0?a=b c", "HTTP://API.example.ORG:{port}{here}/0/%7e/é",
		"http://u:p@api.example.org:{port}{here}/0", "http://[bad{here}/0"} {
		for _, method := range []string{"GET", "PUT"} {
			for _, line := range []string{acao + "*", "ETag: x"} {
				list = append(list, at("url/"+url+"/"+method+"/"+line, call{URL: url, Method: method},
					hop{ok(acam+"PUT", line), ok(line)}))
			}
		}
	}
	for _, to := range []string{"{api}", "{secureapi}", "{secure}", "http://127.0.0.1:{port}", "http://localhost:{port}"} {
		url := to + "{here}/0"
		for _, method := range []string{"GET", "PUT"} {
			for _, origin := range []string{"{page}", "{app}"} {
				e := at("secure page/"+url+"/"+method+"/"+origin, call{URL: url, Method: method},
					hop{ok(acam+"PUT", acao+origin), ok(acao + origin)})
				e.page = "secure"
				list = append(list, e)
			}
			e := at("secure page/redirected to "+to+"/"+method, call{URL: "{secureapi}{here}/0", Method: method},
				hop{open(acam + "PUT"), moved(307, to+"{here}/1", acao+"*")}, hop{open(acam + "PUT"), open()})
			e.page = "secure"
			list = append(list, e)
		}
	}
	return list
}
