// SPDX-License-Identifier: Apache-2.0

package verdicts

// originValues are what servers send as Access-Control-Allow-Origin, line by line.
func originValues() []struct {
	name  string
	lines []string
} {
	return []struct {
		name  string
		lines []string
	}{
		{"absent", nil},
		{"any", []string{acao + "*"}},
		{"page", []string{acao + "{page}"}},
		{"page in blanks", []string{acao + " \t{page} \t"}},
		{"empty", []string{acao}},
		{"null", []string{acao + "null"}},
		{"NULL", []string{acao + "NULL"}},
		{"other", []string{acao + "http://other.example.com"}},
		{"https", []string{acao + "https://app.example.org:{port}"}},
		{"no port", []string{acao + "http://app.example.org"}},
		{"no scheme", []string{acao + "app.example.org:{port}"}},
		{"no host", []string{acao + "http://"}},
		{"scheme alone", []string{acao + "http:"}},
		{"slashes alone", []string{acao + "//app.example.org:{port}"}},
		{"trailing slash", []string{acao + "{app}/"}},
		{"path", []string{acao + "{app}/a"}},
		{"upper case", []string{acao + "HTTP://APP.EXAMPLE.ORG:{port}"}},
		{"userinfo", []string{acao + "http://u@app.example.org:{port}"}},
		{"percent", []string{acao + "http://%61pp.example.org:{port}"}},
		{"port too great", []string{acao + "http://app.example.org:99999"}},
		{"subdomains", []string{acao + "http://*.example.org:{port}"}},
		{"two stars", []string{acao + "**"}},
		{"word", []string{acao + "foo"}},
		{"true", []string{acao + "true"}},
		{"urn", []string{acao + "urn:x"}},
		{"file", []string{acao + "file://"}},
		{"not ASCII", []string{acao + "http://é.example"}},
		{"quoted", []string{acao + `"{app}"`}},
		{"semicolon", []string{acao + "{app};"}},
		{"comma at end", []string{acao + "{app},"}},
		{"comma list", []string{acao + "{app}, http://other.example.com"}},
		{"blank list", []string{acao + "{app} http://other.example.com"}},
		{"any and page", []string{acao + "*, {app}"}},
		{"page twice", []string{acao + "{app}", acao + "{app}"}},
		{"any twice", []string{acao + "*", acao + "*"}},
		{"any then page", []string{acao + "*", acao + "{app}"}},
		{"empty then page", []string{acao, acao + "{app}"}},
	}
}

// origins are: value x whose answer has it x what makes the call.
func origins() []exchange {
	var list []exchange
	for _, value := range originValues() {
		for _, xhr := range []bool{false, true} {
			name := "origin/" + value.name + "/" + maker(xhr)
			list = append(list,
				at(name+"/of the answer", call{XHR: xhr}, hop{actual: ok(value.lines...)}),
				at(name+"/of the preflight", call{Method: "PUT", XHR: xhr},
					hop{ok(append([]string{acam + "PUT"}, value.lines...)...), answer{401, []string{acao + "*"}}}))
		}
	}
	return list
}

// opaqueOrigins are some of them for a page whose origin is "null".
func opaqueOrigins() []exchange {
	var list []exchange
	for _, value := range originValues() {
		switch value.name {
		case "absent", "any", "page", "NULL", "other", "word", "page twice":
		default:
			continue
		}
		for _, mode := range modes() {
			lines := append([]string{acam + "PUT", acac + "true"}, value.lines...)
			get := at("opaque origin/"+value.name+"/"+mode+"/GET", call{Credentials: mode}, hop{actual: ok(lines...)})
			put := at("opaque origin/"+value.name+"/"+mode+"/PUT", call{Method: "PUT", Credentials: mode},
				hop{ok(lines...), ok(lines...)})
			get.page, put.page = "sandbox", "sandbox"
			list = append(list, get, put)
		}
	}
	return list
}

// credentials are: Access-Control-Allow-Credentials x Access-Control-Allow-Origin x mode x what makes the call.
func credentials() []exchange {
	var list []exchange
	for _, value := range []struct {
		name  string
		lines []string
	}{
		{"absent", nil},
		{"true", []string{acac + "true"}},
		{"true in blanks", []string{acac + "  true "}},
		{"True", []string{acac + "True"}},
		{"false", []string{acac + "false"}},
		{"1", []string{acac + "1"}},
		{"empty", []string{acac}},
		{"true list", []string{acac + "true, true"}},
		{"true twice", []string{acac + "true", acac + "true"}},
	} {
		for _, origin := range []string{"{page}", "*", "http://other.example.com"} {
			lines := append([]string{acao + origin, acam + "PUT"}, value.lines...)
			for _, made := range []call{{Credentials: include}, {Credentials: include, XHR: true}, {Credentials: sameOrigin}} {
				name := "credentials/" + value.name + "/" + origin + "/" + made.Credentials + "/" + maker(made.XHR)
				list = append(list, at(name+"/GET", made, hop{actual: ok(lines...)}))
				made.Method = "PUT"
				list = append(list, at(name+"/PUT", made, hop{ok(lines...), answer{404, []string{acao + "{page}", acac + "true"}}}))
			}
		}
	}
	return list
}
