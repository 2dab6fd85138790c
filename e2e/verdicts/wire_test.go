// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"bufio"
	"fmt"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// arrival is a request as it came in.
type arrival struct {
	method, url string
	fields      []browser.Header // in the spelling and the order of the wire
}

// preflight says what makes a request a preflight to a server.
func (a *arrival) preflight() bool {
	return a.method == http.MethodOptions && len(a.values("Access-Control-Request-Method")) > 0
}

// values returns the values of the field, line by line.
func (a *arrival) values(name string) []string {
	var values []string
	for _, field := range a.fields {
		if strings.EqualFold(field.Name, name) {
			values = append(values, field.Value)
		}
	}
	return values
}

// folder is the first part of a URL's path, which tells whose the request is.
func folder(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	_, path, _ := strings.Cut(rest, "/")
	path, _, _ = strings.Cut(path, "/")
	return path
}

// readRequest reads one request as it is, and drops its body.
func readRequest(reader *bufio.Reader, scheme string) (arrival, error) {
	text := textproto.NewReader(reader)
	line, err := text.ReadLine()
	if err != nil {
		return arrival{}, err
	}
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return arrival{}, fmt.Errorf("no request line: %q", line)
	}
	request := arrival{method: words[0]}
	length, host := 0, ""
	for line, err = text.ReadLine(); line != ""; line, err = text.ReadLine() {
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		request.fields = append(request.fields, browser.Header{Name: name, Value: value})
		switch strings.ToLower(name) {
		case "host":
			host = value
		case "content-length":
			if length, err = strconv.Atoi(value); err != nil {
				return arrival{}, err
			}
		}
	}
	if err != nil {
		return arrival{}, err
	}
	request.url = scheme + "://" + host + words[1]
	_, err = reader.Discard(length)
	return request, err
}

// encode writes the answer to a request of the method.
func (r reply) encode(method string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.Status, http.StatusText(r.Status))
	for _, field := range r.Headers {
		b.WriteString(field.Name + ": " + field.Value + "\r\n")
	}
	b.WriteString("\r\n")
	if method != http.MethodHead {
		b.WriteString(r.body)
	}
	return b.String()
}
