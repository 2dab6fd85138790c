// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// TestMalformedCases: whoever writes a case is told the file and the line.
func TestMalformedCases(t *testing.T) {
	t.Parallel()
	const dir, request, response = "things/get/01-one", "GET /a HTTP/1.1\n", "HTTP/1.1 200 OK\n\n{}\n"
	cases := map[string]struct {
		dir   string // "" is dir
		files map[string]string
		want  string
	}{
		"no files":                   {"", map[string]string{"given": "group"}, "/1.request:1: is missing"},
		"no response":                {"", map[string]string{"1.request": request}, "/1.response:1: is missing"},
		"a gap":                      {"", map[string]string{"1.request": request, "1.response": response, "3.request": request}, "/2.request:1: is missing"},
		"another file":               {"", map[string]string{"1.request": request, "1.reponse": response}, "/1.reponse:1: a case has"},
		"numbered with a zero":       {"", map[string]string{"01.request": request}, "/01.request:1: a case has"},
		"name without a number":      {"things/get/one", map[string]string{"1.request": request}, "things/get/one:0: the name of a case"},
		"unknown given":              {"", map[string]string{"given": "moon", "1.request": request, "1.response": response}, `/given:1: "moon" is none of`},
		"empty request":              {"", map[string]string{"1.request": "", "1.response": response}, "/1.request:1: a message starts"},
		"only remarks":               {"", map[string]string{"1.request": "# a\n# b\n", "1.response": response}, "/1.request:3: a message starts"},
		"no version":                 {"", map[string]string{"1.request": "# a\nGET /a\n", "1.response": response}, "/1.request:2: a request line"},
		"target without a slash":     {"", map[string]string{"1.request": "GET a HTTP/1.1\n", "1.response": response}, "/1.request:1: a request line"},
		"header without a colon":     {"", map[string]string{"1.request": request + "Accept: */*\nAccept\n", "1.response": response}, "/1.request:3: a header line"},
		"unknown caller":             {"", map[string]string{"1.request": request + "X-As: root\n", "1.response": response}, "/1.request:2: nobody is called root"},
		"unknown value in a target":  {"", map[string]string{"1.request": "GET /{{etag}} HTTP/1.1\n", "1.response": response}, "/1.request:1: {{etag}} is not known"},
		"matcher in a request":       {"", map[string]string{"1.request": request + "\n{\n\"a\":\"{{any}}\"}", "1.response": response}, "/1.request:4: {{any}} is not known"},
		"status in words":            {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 OK\n"}, "/1.response:1: a status line"},
		"absent with a value":        {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nDate: {{any}}\n!Location nowhere\n"}, "/1.response:3: a header line"},
		"unknown matcher":            {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nETag: {{e:tag}}\n"}, "/1.response:2: {{e:tag}}: there is no matcher tag"},
		"value named as a matcher":   {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nETag: {{etag:any}}\n"}, `/1.response:2: "etag" is no name`},
		"value named twice":          {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nETag: {{a:etag}}\nDate: {{a:any}}\n"}, "/1.response:3: {{a}} has a value already"},
		"value used where it begins": {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\n\n{\"a\":\"{{a:any}}\",\n\"b\":\"{{a}}\"}"}, "/1.response:4: {{a}} is neither"},
		"value of another case":      {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nETag: {{first}}\n"}, "/1.response:2: {{first}} is neither"},
		"no JSON":                    {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\nDate: {{any}}\n\n{\"a\":1,\n\"b\" 2}"}, "/1.response:5: the body is not JSON"},
		"two JSON values":            {"", map[string]string{"1.request": request, "1.response": "HTTP/1.1 200\n\n{}\n{}"}, "/1.response:3: the body is not JSON"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.dir == "" {
				c.dir = dir
			}
			files := fstest.MapFS{}
			for file, text := range c.files {
				files[c.dir+"/"+file] = &fstest.MapFile{Data: []byte(text)}
			}
			if _, err := readCase(files, c.dir, nil); err == nil || !strings.HasPrefix(strings.TrimPrefix(err.Error(), dir), c.want) {
				t.Errorf("the error is %v, want %s", err, c.want)
			}
		})
	}
}

// TestCaseComparison: a response is compared exactly, but for what its file leaves open.
func TestCaseComparison(t *testing.T) {
	t.Parallel()
	const head = "HTTP/1.1 200\n"
	body := `{"id":"/a/1","etag":"\"x\"","n":3,"yes":true,"list":[1,{"a":"b","c":null}],"at":"2026-01-02T03:04:05.006Z"}`
	cases := map[string]struct {
		file string
		want string // what is said first; "" is nothing
	}{
		"the same":                 {head + "\n" + body, ""},
		"in another order":         {head + "\n" + `{"n":3,"at":"{{time}}","list":[1,{"c":null,"a":"b"}],"yes":true,"etag":"\"x\"","id":"/a/{{int}}"}`, ""},
		"matchers":                 {head + "\n" + `{"id":"{{any}}","etag":"{{etag}}","n":"{{int}}","yes":"{{any}}","list":"{{any}}","at":"{{time}}"}`, ""},
		"known values":             {head + "\n" + `{"id":"/{{one}}/1","etag":"{{tag}}","...":"..."}`, ""},
		"more":                     {head + "\n" + `{"list":[1,"..."],"...":"..."}`, ""},
		"more, deeper":             {head + "\n" + `{"list":[1,{"a":"b","...":"..."}],"...":"..."}`, ""},
		"header fields":            {head + "Etag: {{first:etag}}\nx-two: 1\nx-two: {{int}}\n!Location\n\n" + `{"etag":"{{first}}","...":"..."}`, ""},
		"status":                   {"HTTP/1.1 201\n\n" + body, ":1: the status is 200, want 201"},
		"no body":                  {head, ":1: there is a body, want none"},
		"too much":                 {head + "\n" + `{"id":"/a/1","etag":"{{etag}}","n":3,"list":"{{any}}","at":"{{time}}"}`, ":3: .yes is too much: true"},
		"missing":                  {head + "\n" + `{"name":"{{any}}","...":"..."}`, ":3: .name is missing"},
		"another number":           {head + "\n" + `{"n":4,"...":"..."}`, ":3: n is 3, want 4"},
		"a number as text":         {head + "\n" + `{"n":"3","...":"..."}`, `:3: n is 3, want "3"`},
		"null for absent":          {head + "\n" + `{"name":null,"...":"..."}`, ":3: .name is missing"},
		"any is not null":          {head + "\n" + `{"list":[1,{"a":"b","c":"{{any}}"}],"...":"..."}`, ":3: list[1].c is null"},
		"a matcher":                {head + "\n" + `{"id":"{{guid}}","...":"..."}`, `:3: id is "/a/1", want "{{guid}}"`},
		"a longer array":           {head + "\n" + `{"list":[1],"...":"..."}`, ":3: .list has 2 elements, want 1"},
		"a shorter array":          {head + "\n" + `{"list":[1,2,3,"..."],"...":"..."}`, ":3: .list has 2 elements, want 3"},
		"an expression in text":    {head + "\n" + `{"id":".*","...":"..."}`, `:3: id is "/a/1", want ".*"`},
		"a header field's value":   {head + "X-Two: 1\nX-Two: 3\n\n" + body, `:3: X-Two is ["1" "2"]`},
		"a header field more":      {head + "X-Two: 1\n\n" + body, `:2: X-Two is ["1" "2"]`},
		"a header field missing":   {head + "X-One: {{any}}\n\n" + body, `:2: X-One is []`},
		"a header field there":     {head + "!x-two\n\n" + body, `:2: x-two is ["1" "2"], want none`},
		"known value with another": {head + "\n" + `{"etag":"{{one}}","...":"..."}`, `:3: etag is "\"x\"", want "{{one}}"`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known := values{"one": "a", "tag": `"x"`}
			r, _, err := readResponse(fstest.MapFS{"f": {Data: []byte(c.file)}}, "f", []string{"one", "tag"})
			if err != nil {
				t.Fatal(err)
			}
			got := answer{Status: 200, Body: []byte(body), Header: http.Header{"Etag": {`"x"`}, "X-Two": {"1", "2"}}}
			found := append(r.differences(got, known), "f") // f: nothing is said
			if !strings.HasPrefix(found[0], "f"+c.want) || c.want == "" && len(found) != 1 {
				t.Errorf("%q, want %q", found, c.want)
			}
		})
	}
}

// TestFillPlaceholders: a value stands in JSON as JSON has it.
func TestFillPlaceholders(t *testing.T) {
	t.Parallel()
	known := values{"etag-1": `"x"`, "a": "1"}
	if got := known.fill(`If-Match: {{etag-1}}, {{a}}`, false); got != `If-Match: "x", 1` {
		t.Error(got)
	}
	if got := known.fill(`{"etag":"{{etag-1}}"}`, true); got != `{"etag":"\"x\""}` {
		t.Error(got)
	}
}
