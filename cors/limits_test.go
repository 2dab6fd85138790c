// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

func many(count int, format string) []string {
	list := make([]string, count)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return list
}

// long is an origin of exactly so many bytes.
func long(size int) string {
	const scheme, end = "https://", ".example"
	return scheme + strings.Repeat("a", size-len(scheme)-len(end)) + end
}

func TestLimits(t *testing.T) {
	t.Parallel()
	const count = " entries; at most "
	for _, row := range []struct {
		name string
		set  func(*cors.Settings)
		want []string
	}{
		{"10 000 origins", func(s *cors.Settings) { s.Origins = many(10_000, "https://a%d.example") }, nil},
		{"10 001 origins", func(s *cors.Settings) { s.Origins = many(10_001, "https://a%d.example") },
			[]string{"TooManyItems origins: origins has 10001" + count + "10000 are allowed. Remove entries that are not used."}},
		{"256 headers", func(s *cors.Settings) { s.Headers = append(many(255, "x-%d"), "authorization") }, nil},
		{"257 headers", func(s *cors.Settings) { s.Headers = append(many(256, "x-%d"), "authorization") },
			[]string{"TooManyItems headers: headers has 257" + count + "256"}},
		{"64 methods", func(s *cors.Settings) { s.Methods = many(64, "M%d") }, nil},
		{"65 methods", func(s *cors.Settings) { s.Methods = many(65, "M%d") }, []string{"TooManyItems methods: methods has 65" + count + "64"}},
		{"too many wrong entries are one problem", func(s *cors.Settings) { s.Methods = many(65, "bad %d") }, []string{"TooManyItems methods"}},
		{"origin of 512 bytes", func(s *cors.Settings) { s.Origins = []string{long(512)} }, nil},
		{"origin of 513 bytes", func(s *cors.Settings) { s.Origins = []string{long(513)} },
			[]string{"InvalidOrigin origins[0]: is longer than 512 bytes. Shorten or remove it."}},
		{"header of 512 bytes", func(s *cors.Settings) { s.Headers = append(s.Headers, strings.Repeat("x", 512)) }, nil},
		{"header of 513 bytes", func(s *cors.Settings) { s.Headers = append(s.Headers, strings.Repeat("x", 513)) },
			[]string{"InvalidHeaderName headers[4]: The entry is longer than 512 bytes. Shorten or remove it."}},
		{"method of 512 bytes", func(s *cors.Settings) { s.Methods = []string{strings.Repeat("X", 512)} }, nil},
		{"method of 513 bytes", func(s *cors.Settings) { s.Methods = []string{strings.Repeat("X", 513)} }, []string{"InvalidMethod methods[0]: longer than 512"}},
		{"largest age", func(s *cors.Settings) { s.MaxAge = new(7200) }, nil},
		{"age below", func(s *cors.Settings) { s.MaxAge = new(-1) }, []string{"MaxAgeOutOfRange maxAge: -1 is outside"}},
		{"age above", func(s *cors.Settings) { s.MaxAge = new(100_000) }, []string{"MaxAgeOutOfRange maxAge: 100000 is outside"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			warnings, err := cors.Validate(with(row.set))
			compare(t, "problems", problems(t, err), row.want)
			compare(t, "warnings", warnings, nil)
		})
	}
}

// TestLongestEntries wants what is accepted to be of use: each of the longest entries is asked for.
func TestLongestEntries(t *testing.T) {
	t.Parallel()
	origin, name, method := long(512), strings.Repeat("x", 512), strings.Repeat("M", 512)
	s := cors.Settings{Origins: []string{origin}, Headers: []string{name}, Methods: []string{method}}
	crowd := cors.Settings{Origins: append(many(20, "https://a%d.example"), origin), Headers: append(many(20, "y-%d"), name),
		Methods: append(many(20, "Y%d"), method)}
	want := permitted(method, name)
	want.AllowOrigin, want.MaxAge = origin, ""
	check(t, []decision{
		{"alone", s, preflight(method, origin, name), want},
		{"among others", crowd, preflight(method, origin, name), want},
		{"a byte more of origin", crowd, preflight(method, long(513), name), forbidden(cors.OriginNotAllowed)},
	})
}

// TestTooManyOfTheWrongType wants a short answer to a long body: one problem for the list, whatever its entries are.
func TestTooManyOfTheWrongType(t *testing.T) {
	t.Parallel()
	entries := strings.TrimSuffix(strings.Repeat("0,", 1<<20), ",")
	_, _, err := cors.Decode([]byte(`{"origins":[` + entries + `],"headers":[` + entries + `],"methods":[` + entries + `]}`))
	compare(t, "problems", problems(t, err), []string{"TooManyItems origins", "TooManyItems headers", "TooManyItems methods"})
}

// TestTooManyAndMore wants the other problems beside the list that is too long.
func TestTooManyAndMore(t *testing.T) {
	t.Parallel()
	_, err := cors.Validate(cors.Settings{Origins: append(many(10_000, "https://a%d.example"), "*"), Methods: []string{"TRACE"}, AllowCredentials: new(true)})
	compare(t, "problems", problems(t, err),
		[]string{"TooManyItems origins", "ForbiddenMethod methods[0]", "WildcardWithCredentials allowCredentials"})
}

// TestLongEntryInMessage wants messages that stay short and valid text, however long and strange the entry is.
func TestLongEntryInMessage(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{strings.Repeat("ü", 60_000), strings.Repeat("\xff", 400), strings.Repeat("\n", 400), "https://\xff.example"} {
		_, err := cors.Validate(with(func(s *cors.Settings) {
			s.Origins, s.Headers, s.Methods = []string{entry}, []string{entry}, []string{entry}
		}))
		if err == nil || len(err.Error()) > 2500 || strings.ToValidUTF8(err.Error(), "") != err.Error() || strings.Contains(err.Error(), "\n") {
			t.Errorf("the error for %d bytes is %q", len(entry), err)
		}
	}
	name := strings.Repeat("ü", 60_000)
	_, _, err := cors.Decode([]byte(`{"` + name + `":1}`))
	if found := problems(t, err); len(found) != 1 || found[0].Field != name[:64] || len(err.Error()) > 500 {
		t.Errorf("the error for a name of %d bytes is %q", len(name), err)
	}
}

// A body can hold hundreds of thousands of names that mean nothing; an answer must not.
func TestUnknownPropertiesAreBounded(t *testing.T) {
	t.Parallel()
	members := make([]string, 5000)
	for i := range members {
		members[i] = fmt.Sprintf(`"x%d":1`, i)
	}
	_, _, err := cors.Decode([]byte("{" + strings.Join(members, ",") + "}"))
	var problems *cors.Problems
	if !errors.As(err, &problems) || len(problems.List) != 100 {
		t.Fatalf("Decode = %T with another number of problems than 100", err)
	}
}
