// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"
)

func TestVaryIsMerged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"none", nil, "Origin"},
		{"list", []string{"Accept,Accept-Encoding"}, "Accept,Accept-Encoding, Origin"},
		{"star", []string{"*"}, "*, Origin"},
		{"several lines", []string{"Accept", "Prefer, Accept-Encoding"}, "Accept, Prefer, Accept-Encoding, Origin"},
		{"there already", []string{"Origin"}, "Origin"},
		{"there in another case", []string{"Accept , oRIGIN"}, "Accept , oRIGIN"},
		{"there in a later line", []string{"Accept", "Origin"}, "Accept, Origin"},
		{"a name that contains it", []string{"X-Origin"}, "X-Origin, Origin"},
		{"empty line", []string{""}, "Origin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			upstream := func(w http.ResponseWriter, _ *http.Request) { w.Header()["Vary"] = c.lines }
			if got := newRig(t, upstream).serve(t).ask(t, "GET /Patient").header["Vary"]; !slices.Equal(got, []string{c.want}) {
				t.Errorf("Vary %q, want %q", got, c.want)
			}
			off := newRig(t, upstream).serve(t, corsOff).ask(t, "GET /Patient").header["Vary"]
			if !slices.Equal(off, c.lines) {
				t.Errorf("CORS off: Vary %q, want the upstream's %q", off, c.lines)
			}
		})
	}
}

// TestTrailers bring no CORS fields, announced or not.
func TestTrailers(t *testing.T) {
	t.Parallel()
	for _, announced := range []string{"Trailer: Access-Control-Allow-Origin, X-Sum\r\n", "Trailer: X-Sum\r\n", ""} {
		t.Run(announced, func(t *testing.T) {
			t.Parallel()
			up := newSeen(t, "HTTP/1.1 200 OK\r\n"+announced+"Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"+
				"Access-Control-Allow-Origin: *\r\nAccess-Control-Request-Method: PUT\r\nX-Sum: 1\r\n\r\n")
			r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
			conn := dial(t, r.address)
			_, _ = io.WriteString(conn, wire("GET /Patient", from(stranger)))
			all, err := io.ReadAll(conn)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(all); strings.Contains(got, "Access-Control-") || !strings.Contains(got, "X-Sum: 1\r\n") {
				t.Errorf("got %q, want the trailer X-Sum and no other", got)
			}
		})
	}
}

// TestInterimAnswers pass, without CORS fields or cookies for the parent domain.
func TestInterimAnswers(t *testing.T) {
	t.Parallel()
	up := newSeen(t, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nAccess-Control-Allow-Origin: *\r\nSet-Cookie: a=b; Domain="+domain+"\r\n"+
		"Corsgate-Decision: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	r := newRig(t, unreached(t)).serve(t, at("http://"+up.address))
	conn := dial(t, r.address)
	_, _ = io.WriteString(conn, wire("GET /Patient", from(stranger)))
	reader := textproto.NewReader(bufio.NewReader(conn))
	status, err := reader.ReadLine()
	if err != nil {
		t.Fatal(err)
	}
	fields, err := reader.ReadMIMEHeader()
	if err != nil || status != "HTTP/1.1 103 Early Hints" || fmt.Sprint(fields) != "map[Link:[</a>] Set-Cookie:[a=b]]" {
		t.Errorf("%s %v %v", status, fields, err)
	}
	if status, err = reader.ReadLine(); err != nil || status != "HTTP/1.1 200 OK" {
		t.Errorf("%s %v", status, err)
	}
}

func TestCookieDomain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, sent, want string }{
		{"none", "a=b; Path=/", "a=b; Path=/"},
		{"domain", "a=b; Domain=fhir.example; Path=/", "a=b; Path=/"},
		{"case and space", "a=b;\tdOMAIN \t= .fhir.example ;Secure", "a=b;Secure"},
		{"twice", "a=b; Domain=x; HttpOnly; Domain=y", "a=b; HttpOnly"},
		{"without value", "a=b; Domain", "a=b"},
		{"a cookie named so", "Domain=b; Path=/", "Domain=b; Path=/"},
		{"a value that says so", `a="domain=x"; Path=/`, `a="domain=x"; Path=/`},
		{"other attributes", "a=b; DomainX=1; X-Domain=2", "a=b; DomainX=1; X-Domain=2"},
		{"empty", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Set-Cookie"] = []string{c.sent, "second=1; domain=x"}
			}).serve(t)
			if got := r.ask(t, "GET /Patient").header["Set-Cookie"]; !slices.Equal(got, []string{c.want, "second=1"}) {
				t.Errorf("Set-Cookie %q, want %q", got, c.want)
			}
		})
	}
}

// TestRequestID is the caller's only if it is a GUID.
func TestRequestID(t *testing.T) {
	t.Parallel()
	var got string
	r := newRig(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Get("X-Request-Id")
		w.Header()["X-Request-Id"] = []string{"upstream", "upstream"}
	}).serve(t)
	const id = "7b3d7c5e-0a47-4a1f-9a3c-5d1f0e8c9b2a"
	for _, sent := range []string{id, strings.ToUpper(id), "{" + id + "}", "patient Smith", ""} {
		ids := r.ask(t, "GET /Patient", "X-Request-Id: "+sent).header["X-Request-Id"]
		if len(ids) != 1 || len(ids[0]) != len(id) || ids[0] != got {
			t.Errorf("X-Request-Id %q, upstream saw %q", ids, got)
		}
		if kept := len(ids) == 1 && ids[0] == id; kept != strings.Contains(strings.ToLower(sent), id) {
			t.Errorf("sent %q, got %q", sent, ids)
		}
	}
}
