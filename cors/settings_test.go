// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// settingsCase is a row of testdata/settings.json. A finding is written "Code target: a part of its message".
type settingsCase struct {
	Name               string
	Settings           json.RawMessage
	Problems, Warnings []string
}

func TestDecode(t *testing.T) {
	t.Parallel()
	var table []settingsCase
	load(t, "settings.json", &table)
	for _, row := range table {
		t.Run(row.Name, func(t *testing.T) {
			t.Parallel()
			s, warnings, err := cors.Decode(row.Settings)
			found := problems(t, err)
			compare(t, "problems", found, row.Problems)
			compare(t, "warnings", warnings, row.Warnings)
			for _, p := range found {
				if !strings.HasSuffix(p.Reason, ".") || p.Fix == "" || p.Message() != p.Reason+" "+p.Fix {
					t.Errorf("%+v: want a reason and a fix, each a sentence, and both in the message", p)
				}
				if !strings.Contains(err.Error(), p.Target()+": "+p.Message()) {
					t.Errorf("the error %q does not name %+v", err, p)
				}
			}
			if err == nil {
				checkRoundTrip(t, s)
			}
		})
	}
}

func compare(t *testing.T, kind string, got []cors.Problem, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d %s, want %d:\n got %+v\nwant %q", len(got), kind, len(want), got, want)
		return
	}
	for i, text := range want {
		place, part, _ := strings.Cut(text, ": ")
		if string(got[i].Code)+" "+got[i].Target() != place || !strings.Contains(got[i].Message(), part) {
			t.Errorf("%s[%d] is %s %s: %s\nwant %s", kind, i, got[i].Code, got[i].Target(), got[i].Message(), text)
		}
	}
}

// checkRoundTrip wants accepted settings to be readable as they are printed.
func checkRoundTrip(t *testing.T, s cors.Settings) {
	t.Helper()
	again, _, err := cors.Decode([]byte(s.String()))
	if err != nil || !again.Equal(s) {
		t.Errorf("%v\nreads back as %v, %v", s, again, err)
	}
}

// TestEcho wants order, spelling, duplicates and the difference between absent and empty to be kept.
func TestEcho(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"absent":     `{}`,
		"empty":      `{"origins":[],"headers":[],"methods":[]}`,
		"zero":       `{"maxAge":0,"allowCredentials":false}`,
		"spelling":   `{"origins":["HTTPS://B.example:443","https://a.example","https://a.example"],"headers":["X-B","x-a","X-B"],"methods":["PUT","GET","PUT"]}`,
		"everything": `{"origins":["https://a.example"],"headers":["*"],"methods":["*"],"maxAge":99999,"allowCredentials":true}`,
	} {
		if s, _, err := cors.Decode([]byte(text)); err != nil || s.String() != text {
			t.Errorf("%s: %s came back as %s, %v", name, text, s, err)
		}
	}
}

// TestNumbers reads maxAge in every spelling that JSON has for the same number.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for literal, want := range map[string]int{
		"0": 0, "-0": 0, "0.0": 0, "0e5": 0, "600": 600, "600.0": 600, "6e2": 600, "6E+2": 600, "6000e-1": 600, "0.6e3": 600, "99999.0": 99999,
	} {
		s, _, err := cors.Decode([]byte(` { "maxAge" : ` + literal + "\n} "))
		if err != nil || s.MaxAge == nil || *s.MaxAge != want {
			t.Errorf("maxAge %s: %v, %v; want %d", literal, s, err, want)
		}
	}
}

// TestWhiteSpace reads settings as people lay them out.
func TestWhiteSpace(t *testing.T) {
	t.Parallel()
	text := "\t{\r\n \"origins\" : [ \"https://a.example\" , \"https://b.example\" ] ,\n\"allowCredentials\"\t:\ttrue\r\n}\n"
	s, _, err := cors.Decode([]byte(text))
	if err != nil || s.String() != `{"origins":["https://a.example","https://b.example"],"allowCredentials":true}` {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestEqual(t *testing.T) {
	t.Parallel()
	if !usual().Equal(usual()) {
		t.Error("equal settings in different memory differ")
	}
	for name, change := range map[string]func(*cors.Settings){
		"order":           func(s *cors.Settings) { s.Methods[0], s.Methods[1] = s.Methods[1], s.Methods[0] },
		"spelling":        func(s *cors.Settings) { s.Headers[0] = "Authorization" },
		"empty or absent": func(s *cors.Settings) { s.Headers = nil },
		"age":             func(s *cors.Settings) { s.MaxAge = new(601) },
		"no age":          func(s *cors.Settings) { s.MaxAge = nil },
		"credentials":     func(s *cors.Settings) { s.AllowCredentials = new(false) },
	} {
		if with(change).Equal(usual()) {
			t.Errorf("%s: settings that differ are equal", name)
		}
	}
	if (cors.Settings{Headers: []string{}}).Equal(cors.Settings{}) {
		t.Error("an empty list equals an absent one")
	}
}
