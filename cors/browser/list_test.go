// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors/browser"
)

func TestListValues(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  []string
		bad   bool
	}{
		"absent":                  {nil, nil, false},
		"one":                     {[]string{"K-A: PUT"}, []string{"PUT"}, false},
		"several":                 {[]string{"k-a:PUT,  DELETE\t,*"}, []string{"PUT", "DELETE", "*"}, false},
		"several lines":           {[]string{"K-A: a", "X-B: b", "K-a: c,d"}, []string{"a", "c", "d"}, false},
		"empty elements":          {[]string{"K-A: , a,,b ,", "K-A:"}, []string{"a", "b"}, false},
		"every byte of a token":   {[]string{"K-A: !#$%&'*+-.^_`|~09AZaz"}, []string{"!#$%&'*+-.^_`|~09AZaz"}, false},
		"a space":                 {[]string{"K-A: a b"}, nil, true},
		"a semicolon":             {[]string{"K-A: a;b"}, nil, true},
		"quotes":                  {[]string{`K-A: "a"`}, nil, true},
		"a form feed":             {[]string{"K-A: a\f"}, nil, true},
		"a byte above ASCII":      {[]string{"K-A: \xe9"}, nil, true},
		"a bad line":              {[]string{"K-A: a", "K-A: b c"}, nil, true},
		"a name that only folds":  {[]string{"\u212a-A: a"}, nil, false},
		"what stands around it":   {[]string{"K-A: \r\n a \t"}, []string{"a"}, false},
		"a line break between":    {[]string{"K-A: a,\n b"}, nil, true},
		"a bad line of another's": {[]string{"X-B: a b", "K-A: a"}, []string{"a"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := browser.ListValues(answer(200, c.lines...), "K-A")
			if !slices.Equal(got, c.want) || ok == c.bad {
				t.Errorf("got %q, %v; want %q", got, ok, c.want)
			}
		})
	}
}

func TestResponseGet(t *testing.T) {
	t.Parallel()
	r := answer(200, "k-a: 1 ", "X-B:", "K-A:\t2", "K-A:")
	for name, want := range map[string]string{"K-A": "1, 2, ", "x-b": ""} {
		if got, present := r.Get(name); got != want || !present {
			t.Errorf("%s is %q, %v; want %q", name, got, present, want)
		}
	}
	if got, present := r.Get("X-C"); got != "" || present {
		t.Errorf("X-C is %q, %v; want it absent", got, present)
	}
}
