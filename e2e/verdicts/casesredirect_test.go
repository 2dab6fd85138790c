// SPDX-License-Identifier: Apache-2.0

package verdicts

import "fmt"

const everyName = acah + "x-a, authorization, content-type"

// redirects are: status x method x where to, with everything allowed everywhere.
func redirects() []exchange {
	everything := open(acam+"PUT, DELETE", everyName)
	var list []exchange
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT"} {
			for _, to := range []string{"{api}", "", "{other}", "{app}"} {
				for _, lines := range [][]string{nil, {"Authorization:Bearer x"}, {"X-A:1", "Content-Type:application/json"}} {
					if lines != nil && (status == 301 || status == 308) {
						continue // as 302 and 307
					}
					list = append(list, at(fmt.Sprintf("redirect/%d/%s/to %s/%q", status, method, to, lines),
						call{Method: method, Headers: headers(lines...)},
						hop{everything, moved(status, to+"{here}/1", acao+"*")}, hop{everything, open()}))
				}
			}
		}
	}
	return list
}

// moved is an answer that redirects.
func moved(status int, location string, lines ...string) answer {
	return answer{status, append([]string{"Location: " + location}, lines...)}
}

// redirectedPreflights are: where to x Access-Control-Allow-Origin of the first answer x of the second preflight x of
// the second answer.
func redirectedPreflights() []exchange {
	var list []exchange
	values := []string{acao + "*", acao + "{page}", acao + "null", "X-None: 1"}
	for _, to := range []string{"{api}", "{other}", "{app}"} {
		for _, mode := range modes() {
			for _, second := range values {
				name := "redirected/to " + to + "/" + mode + "/" + second
				list = append(list, at(name+"/GET", call{Credentials: mode},
					hop{actual: moved(302, to+"{here}/1", acao+"{page}", acac+"true")},
					hop{actual: ok(second, acac+"true")}))
				for _, last := range values {
					list = append(list, at(name+"/PUT/"+last, call{Method: "PUT", Credentials: mode},
						hop{trusting(acam + "PUT"), moved(307, to+"{here}/1", acao+"{page}", acac+"true")},
						hop{ok(second, acam+"PUT", acac+"true"), ok(last, acac+"true")}))
				}
			}
		}
	}
	for _, to := range []string{"{api}", "{other}", "{app}"} {
		for _, second := range []answer{open(), ok(), open(acam + "P T"), open(acam+"PUT", acah+"X A"), ok(acah + "X A"),
			{405, nil}, {405, []string{acao + "*", acam + "PUT"}}, moved(307, "{here}/2", acao+"*"), moved(307, "{here}/2")} {
			name := fmt.Sprintf("redirected/to %s/second preflight %d %q", to, second.status, second.lines)
			list = append(list, at(name, call{Method: "PUT", Headers: headers("X-A:1")},
				hop{open(acam+"PUT", acah+"X-A"), moved(307, to+"{here}/1", acao+"*")}, hop{second, open()}))
		}
	}
	return list
}

// chains are: method x the origins that a call passes through.
func chains() []exchange {
	var list []exchange
	for _, method := range []string{"GET", "PUT"} {
		list = append(list,
			at("redirected/answer not allowed/"+method, call{Method: method},
				hop{open(acam + "PUT"), moved(307, "{other}{here}/1")}, hop{open(acam + "PUT"), open()}),
			at("redirected/from the page/"+method, call{URL: "{app}{here}/0", Method: method},
				hop{actual: moved(307, "{api}{here}/1")}, hop{open(acam + "PUT"), open()}),
			at("redirected/from the page, not allowed/"+method, call{URL: "{app}{here}/0", Method: method},
				hop{actual: moved(307, "{api}{here}/1")}, hop{open(acam + "PUT"), ok()}),
			at("redirected/from the page to two/"+method, call{URL: "{app}{here}/0", Method: method},
				hop{actual: moved(307, "{api}{here}/1")}, hop{open(acam + "PUT"), moved(307, "{other}{here}/2", acao+"*")},
				hop{open(acam + "PUT"), open()}),
			at("redirected/there and back/"+method, call{Method: method},
				hop{open(acam + "PUT"), moved(302, "{other}{here}/1", acao+"*")},
				hop{open(acam + "PUT"), moved(302, "{api}{here}/2", acao+"*")}, hop{open(acam + "PUT"), ok(acao + "{page}")}),
		)
	}
	return list
}

// oddRedirects lead where none may, or nowhere.
func oddRedirects() []exchange {
	var list []exchange
	for _, to := range []string{"http://u:p@other.example.com:{port}{here}/1", "http://u:p@api.example.org:{port}{here}/1",
		"http://u@other.example.com:{port}{here}/1", "ftp://other.example.com{here}/1", "mailto:a{here}/1",
		"data:text/plain,hello{here}/1", "http://[bad{here}/1", "{other}{here}/1#part", "//other.example.com:{port}{here}/1",
		"1", "http:1", "http:{here}/1", "///other.example.com:{port}{here}/1", `http:\\other.example.com:{port}{here}/1`} {
		for _, line := range []string{acao + "*", "X-None: 1"} {
			for _, xhr := range []bool{false, true} {
				name := "odd redirect/" + to + "/" + line + "/" + maker(xhr)
				list = append(list,
					at(name+"/GET", call{XHR: xhr}, hop{actual: moved(302, to, line)}, hop{actual: ok()}),
					at(name+"/PUT", call{XHR: xhr, Method: "PUT"}, hop{open(acam + "PUT"), moved(302, to, line)},
						hop{open(acam + "PUT"), ok()}))
			}
		}
	}
	for _, second := range []string{"1", "2"} {
		list = append(list, at("odd redirect/two locations/"+second, call{}, hop{actual: moved(307, "{other}{here}/1",
			"Location: {other}{here}/"+second, acao+"*")}, hop{actual: open()}))
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, line := range []string{acao + "*", "X-None: 1"} {
			list = append(list, at(fmt.Sprintf("odd redirect/%d to nothing/%s", status, line), call{},
				hop{actual: moved(status, "", line)}))
		}
	}
	for _, status := range []int{300, 304, 305, 306} {
		list = append(list, at(fmt.Sprintf("odd redirect/%d is none", status), call{},
			hop{actual: moved(status, "{here}/1", acao+"*")}))
	}
	for _, count := range []int{20, 21} {
		hops := make([]hop, 0, count+1)
		for n := range count {
			hops = append(hops, hop{actual: moved(302, fmt.Sprintf("{here}/%d", n+1), acao+"*")})
		}
		list = append(list, at(fmt.Sprintf("odd redirect/%d times", count), call{}, append(hops, hop{actual: open()})...))
	}
	return list
}
