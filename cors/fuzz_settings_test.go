// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// FuzzDecode reads settings in JSON, valid or not. What is accepted reads back as the same, compiles, and has only
// warnings that can stand in a header field; what is refused says where, why and what to do.
func FuzzDecode(f *testing.F) {
	var table []settingsCase
	load(f, "settings.json", &table)
	for _, row := range table {
		f.Add([]byte(row.Settings))
	}
	for _, text := range []string{"", "nul", `{"origins":[`, `{"maxAge":6e}`, `{"origins":["\u0000"],"origins":[]}`, "\xff", `{"maxAge":1e-400}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, warnings, err := cors.Decode(data)
		checkWarnings(t, warnings)
		if err != nil {
			checkProblems(t, problems(t, err))
			return
		}
		if !json.Valid(data) {
			return // the caller vouches for that
		}
		again, againWarnings, err := cors.Decode([]byte(s.String()))
		if err != nil || !again.Equal(s) || len(againWarnings) != len(warnings) {
			t.Fatalf("%s\nis %v\nand reads back as %v, %v", data, s, again, err)
		}
		if p, err := cors.Compile(s); err != nil || (p != nil) != s.Enabled() {
			t.Fatalf("%v is accepted; Compile = %v, %v", s, p, err)
		}
	})
}

func checkWarnings(t *testing.T, warnings []cors.Problem) {
	t.Helper()
	for _, w := range warnings {
		for _, text := range []string{string(w.Code), w.Target(), w.Message()} {
			if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) || text == "" {
				t.Fatalf("the warning %+v is no text for a header field", w)
			}
		}
	}
}

// checkProblems wants every problem to say something, and all of them in order.
func checkProblems(t *testing.T, list []cors.Problem) {
	t.Helper()
	order := []string{"", "origins", "headers", "methods", "maxAge", "allowCredentials"}
	rank := func(p cors.Problem) int {
		for i, field := range order {
			if p.Field == field && p.Code != cors.UnknownProperty {
				return i
			}
		}
		return len(order)
	}
	for i, p := range list {
		if p.Code == "" || p.Reason == "" || p.Fix == "" || p.Index < -1 {
			t.Fatalf("the problem %+v says too little", p)
		}
		if i == 0 {
			continue
		}
		before := list[i-1]
		if rank(before) > rank(p) || rank(before) == rank(p) && before.Index > p.Index {
			t.Fatalf("%+v stands before %+v", before, p)
		}
	}
}
