// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// transcript is one server of 2014 in the shared data.
type transcript struct {
	Name, Base string
	Response   struct {
		Status  int
		Headers [][2]string
	} `json:"preflightResponse"`
}

// recorded are the servers of 2014, and what a browser concludes of each by method.
type recorded struct {
	Servers  []transcript
	Verdicts map[string]map[string]struct {
		Allowed  bool
		Sentence string `json:"chromium"`
		Missing  []string
	} `json:"browserVerdictsWithoutGateway"`
}

func loadRecorded() (r recorded, err error) {
	text, err := os.ReadFile(filepath.Join("..", "..", "e2e", "testdata", "seed-servers.json"))
	if err == nil {
		err = json.Unmarshal(text, &r)
	}
	if err == nil && len(r.Servers) != 5 {
		err = fmt.Errorf("%d servers", len(r.Servers))
	}
	return r, err
}

// where is host and port of the server's own URL, and whether it spoke TLS.
func (t transcript) where() (host, port string, secure bool) {
	base, err := url.Parse(t.Base)
	if err != nil {
		return "", "", false
	}
	if base.Scheme == "https" {
		return base.Host, "443", true
	}
	return base.Host, "80", false
}

// replay starts a server of 2014: "replay HAPI". $URL is where it stood, $CONNECT leads from there to the replay, and
// what it speaks TLS with is signed by $WORK/ca.pem.
func replay(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: replay name")
	}
	all, err := loadRecorded()
	ts.Check(err)
	for _, t := range all.Servers {
		if t.Name != args[0] {
			continue
		}
		host, port, secure := t.where()
		config := (*tls.Config)(nil)
		if secure {
			config, err = certify(host, ts.MkAbs("ca.pem"))
			ts.Check(err)
		}
		s, err := startWire(config, func(_ *wireServer, _ int, r *http.Request) string { return t.answer(r) })
		ts.Check(err)
		ts.Defer(s.close)
		ts.Setenv("URL", t.Base)
		ts.Setenv("CONNECT", host+":"+port+":"+s.address())
		return
	}
	ts.Fatalf("there is no server %q", args[0])
}

// answer is the transcript for a preflight. What the servers answered to other requests is not recorded: this is a
// resource, with the CORS fields that belong to one if there is an Origin.
func (t transcript) answer(r *http.Request) string {
	if r.Method == http.MethodOptions && r.Header.Get("Origin") != "" {
		return t.preflight()
	}
	head := "HTTP/1.1 200 OK\r\nContent-Type: application/json+fhir\r\nETag: W/\"1\"\r\nContent-Length: 2\r\n"
	for _, line := range t.Response.Headers {
		switch line[0] {
		case "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers":
			if r.Header.Get("Origin") != "" {
				head += line[0] + ": " + line[1] + "\r\n"
			}
		}
	}
	return head + "Connection: close\r\n\r\n{}"
}

func (t transcript) preflight() string {
	head, body := fmt.Sprintf("HTTP/1.1 %d %s\r\n", t.Response.Status, http.StatusText(t.Response.Status)), ""
	for _, line := range t.Response.Headers {
		head += line[0] + ": " + line[1] + "\r\n"
		switch line[0] {
		case "Content-Length":
			length, _ := strconv.Atoi(line[1])
			body = strings.Repeat(".", length)
		case "Transfer-Encoding":
			body = "1\r\n.\r\n0\r\n\r\n"
		}
	}
	return head + "\r\n" + body
}
