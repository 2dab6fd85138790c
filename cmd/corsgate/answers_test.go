// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// answers starts a server that sends what stands in a file, one answer a request and the last one ever after, separated
// by lines of ====. Escapes such as \x1b mean a byte.
func answers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: answers file")
	}
	list := strings.Split(ts.ReadFile(args[0]), "====\n")
	s, err := startWire(nil, func(s *wireServer, n int, _ *http.Request) string {
		text := strings.ReplaceAll(list[min(n, len(list)-1)], "$SERVER", s.address())
		unquoted, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.ReplaceAll(text, `"`, `\"`), "\n", `\r\n`) + `"`)
		if err != nil {
			return err.Error()
		}
		return unquoted + "Content-Length: 0\r\nConnection: close\r\n\r\n"
	})
	ts.Check(err)
	ts.Defer(s.close)
	ts.Setenv("SERVER", s.address())
	ts.Value(answering{}).(*answering).server = s
}

// answering is the value of a script that holds what `answers` has started.
type answering struct{ server *wireServer }

// received writes what has reached the server to a file: "received file".
func received(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(answering{}).(*answering).server
	if neg || len(args) != 1 || s == nil {
		ts.Fatalf("usage: received file, after answers")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(s.received.String()), 0o600))
}
