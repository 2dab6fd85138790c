// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// The matrix is worth what the replay is worth: its heads are the transcripts, byte for byte.
func TestReplayIsTheTranscript(t *testing.T) {
	t.Parallel()
	seed := loadSeed(t)
	for _, server := range seed.Servers {
		if server.Reflecting {
			continue // its answers differ from the transcript; TestReflectingSpark
		}
		t.Run(server.Name, func(t *testing.T) {
			t.Parallel()
			address := startReplay(t, server).listener.Addr().String()
			answer := exchange(t, address, seed.Preflight.bytes(address))

			want := fmt.Sprintf("HTTP/1.1 %d %s", server.Response.Status, http.StatusText(server.Response.Status))
			for _, line := range server.Response.Headers {
				want += "\r\n" + line[0] + ": " + line[1]
			}
			if answer.head != want {
				t.Errorf("head is\n%q\nwant\n%q", answer.head, want)
			}
			checkBody(t, server, answer)
		})
	}
}

func checkBody(t *testing.T, server seedServer, answer rawAnswer) {
	t.Helper()
	if length := header(server.Response.Headers, "Content-Length"); length != "" && length != fmt.Sprint(len(answer.body)) {
		t.Errorf("the body has %d bytes, want %s", len(answer.body), length)
	}
	if header(server.Response.Headers, "Content-Encoding") != "gzip" {
		return
	}
	reader, err := gzip.NewReader(bytes.NewReader(answer.body))
	if err != nil {
		t.Fatalf("the body is not gzip: %v", err)
	}
	text, err := io.ReadAll(reader)
	if err != nil || !bytes.HasPrefix(text, []byte("<")) {
		t.Errorf("the body unpacks to %q, %v", text, err)
	}
}

// The live SPARK left safelisted methods and headers out of its answers.
func TestReflectingSpark(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, method, headers, wantMethods, wantHeaders string }{
		{"seed", "POST", "accept, x-fhir-starter, content-type", "", "x-fhir-starter,content-type"},
		{"a method that is not safelisted", "PUT", "content-type,x-fhir-starter", "PUT", "content-type,x-fhir-starter"},
		{"safelisted headers only", "DELETE", "accept", "DELETE", ""},
	}
	seed := loadSeed(t)
	address := startReplay(t, seed.server(t, "SPARK reflecting")).listener.Addr().String()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			request := strings.Join([]string{
				"OPTIONS /fhir/Organization HTTP/1.1", "Host: " + address, "Origin: " + seed.PageOrigin,
				"Access-Control-Request-Method: " + c.method, "Access-Control-Request-Headers: " + c.headers, "", "",
			}, "\r\n")
			got := exchange(t, address, []byte(request)).response.Header
			if methods := got.Get("Access-Control-Allow-Methods"); methods != c.wantMethods {
				t.Errorf("Access-Control-Allow-Methods is %q, want %q", methods, c.wantMethods)
			}
			if headers := got.Get("Access-Control-Allow-Headers"); headers != c.wantHeaders {
				t.Errorf("Access-Control-Allow-Headers is %q, want %q", headers, c.wantHeaders)
			}
			if origin := got.Get("Access-Control-Allow-Origin"); origin != "*" {
				t.Errorf("Access-Control-Allow-Origin is %q, want *", origin)
			}
		})
	}
}
