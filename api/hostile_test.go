// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/auth"
)

// TestHostileRequests writes requests that no client library would, over TCP, and wants an answer that is no 5xx and
// repeats nothing where it could be taken for a header or for markup.
func TestHostileRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	server := httptest.NewServer(w.handler)
	t.Cleanup(server.Close)
	token := w.token(auth.Operator, sub1)
	const version = "?api-version=2024-03-31"
	for name, target := range map[string]string{
		"NUL":                    serviceID + "%00" + version,
		"line end":               serviceID + "%0d%0aX-Evil:%201" + version,
		"invalid UTF-8":          serviceID + "%ff%fe" + version,
		"escaped dots":           serviceID + "/%2e%2e/%2e%2e" + version,
		"escaped slashes":        strings.ReplaceAll(serviceID, "/", "%2f") + version,
		"letters that fold":      strings.ReplaceAll(serviceID, "k", "%E2%84%AA") + version,
		"markup":                 workspaceID + "/fhirservices/%3Cscript%3E" + version,
		"query of odd bytes":     serviceID + "?api-version=%00%ff%0d%0a",
		"absolute form":          "http://evil.example" + serviceID + version,
		"double slashes":         "/" + serviceID + version,
		"asterisk":               "*",
		"long path":              "/" + strings.Repeat("a/", 20000),
		"names of other records": groupID + "%2f..%2fother" + workspaces + version,
		"a name like a keyword":  groupID + workspaces + "/providers/fhirservices/providers" + version,
	} {
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			t.Run(method+" "+name, func(t *testing.T) {
				answer := raw(t, server.Listener.Addr(), fmt.Sprintf("%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"+
					"Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", method, target, token))
				status := answer.status
				if strings.HasPrefix(target, "http") && status == http.StatusOK {
					return // the absolute form names the same resource
				}
				if status >= 500 || status < 300 && method != "DELETE" && !strings.Contains(name, "fold") {
					t.Errorf("status %d: %s", status, answer.body)
				}
				if answer.header.Get("X-Evil") != "" {
					t.Errorf("the request became a header: %v", answer.header)
				}
				if answer.header.Get("x-ms-request-id") != "" && answer.header.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("a browser may guess what the answer is: %v", answer.header)
				}
			})
		}
	}
}

func raw(t *testing.T, addr net.Addr, request string) *reply {
	t.Helper()
	conn, err := net.Dial(addr.Network(), addr.String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &reply{t, response.StatusCode, response.Header, body}
}

// A body that is announced and does not come is no failure of the server.
func TestBodyThatEndsEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := httptest.NewRequest(http.MethodPut, versioned(serviceID), io.MultiReader(strings.NewReader(`{"location":`), brokenReader{}))
	r.Header.Set("Authorization", "Bearer "+w.token(auth.Contributor, sub1))
	r.Header.Set("Content-Type", "application/json")
	w.send(r).want(http.StatusBadRequest, "InvalidRequestContent")
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
