// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"reflect"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

func share(t testing.TB, pool *cors.Pool, s cors.Settings) *cors.Policy {
	t.Helper()
	p, err := pool.Compile(s)
	if err != nil {
		t.Fatalf("Compile(%v): %v", s, err)
	}
	return p
}

// everything is settings that use every part of a policy.
func everything() cors.Settings {
	return cors.Settings{
		Origins:          many(12, "https://a%d.example"),
		OriginPatterns:   append(many(12, "https://*.a%d.example.org"), "http://localhost:*"),
		Headers:          append(many(12, "x-%d"), "x-tempo-*"),
		Methods:          []string{"GET", "PUT", "PURGE"},
		MaxAge:           new(600),
		AllowCredentials: new(true),
	}
}

// TestPoolShares wants settings that mean the same to have one policy, however they are spelled.
func TestPoolShares(t *testing.T) {
	t.Parallel()
	pool := cors.NewPool()
	for name, pair := range map[string][2]cors.Settings{
		"the same":     {usual(), usual()},
		"many of each": {everything(), everything()},
		"any":          {open(), open()},
		"patterns":     {pattern("https://*.example.org"), pattern("HTTPS://*.example.org:443")},
		"spelling": {usual(),
			with(func(s *cors.Settings) { s.Origins = []string{"HTTPS://APP.example.org:443"} })},
		"case of headers": {usual(), with(func(s *cors.Settings) { s.Headers[0] = "Authorization" })},
		"duplicates": {usual(), with(func(s *cors.Settings) {
			s.Origins = []string{app,
				app}
			s.Methods = append(s.Methods, "GET")
		})},
		"order of methods": {usual(), with(func(s *cors.Settings) {
			s.Methods = []string{"PATCH", "DELETE", "PUT",
				"POST", "GET"}
		})},
		"HEAD beside GET": {usual(), with(func(s *cors.Settings) { s.Methods = append(s.Methods, "HEAD") })},
		"safelisted name": {usual(), with(func(s *cors.Settings) { s.Headers = append(s.Headers, "Accept") })},
		"forbidden name":  {usual(), with(func(s *cors.Settings) { s.Headers = append(s.Headers, "Cookie") })},
		"no or false":     {usual(), with(func(s *cors.Settings) { s.AllowCredentials = new(false) })},
	} {
		first, second := share(t, pool, pair[0]), share(t, pool, pair[1])
		if first == nil || first != second {
			t.Errorf("%s: two policies for one meaning", name)
		}
	}
}

// neighbours are settings that differ in one thing each. Some move a text from one list to another, or from the end of an
// entry to the start of the next.
func neighbours() map[string]cors.Settings {
	change := func(change func(*cors.Settings)) cors.Settings {
		s := everything()
		change(&s)
		return s
	}
	one := cors.Settings{Origins: []string{"https://a.example"}}
	headers := func(names ...string) cors.Settings { return cors.Settings{Origins: one.Origins, Headers: names} }
	methods := func(names ...string) cors.Settings { return cors.Settings{Origins: one.Origins, Methods: names} }
	return map[string]cors.Settings{
		"everything":                 everything(),
		"one origin less":            change(func(s *cors.Settings) { s.Origins = s.Origins[1:] }),
		"another origin":             change(func(s *cors.Settings) { s.Origins[3] = "https://b3.example" }),
		"another pattern":            change(func(s *cors.Settings) { s.OriginPatterns[3] = "https://*.b3.example.org" }),
		"a pattern's scheme":         change(func(s *cors.Settings) { s.OriginPatterns[3] = "http://*.a3.example.org" }),
		"a pattern's port":           change(func(s *cors.Settings) { s.OriginPatterns[3] += ":1" }),
		"a step is a pattern":        change(func(s *cors.Settings) { s.OriginPatterns[12] = "https://*.example.org" }),
		"loopback's scheme":          change(func(s *cors.Settings) { s.OriginPatterns[12] = "https://localhost:*" }),
		"another header":             change(func(s *cors.Settings) { s.Headers[3] = "y-3" }),
		"a prefix is a name":         change(func(s *cors.Settings) { s.Headers[12] = "x-tempo-" }),
		"any header":                 change(func(s *cors.Settings) { s.Headers = []string{"*"} }),
		"any method":                 change(func(s *cors.Settings) { s.Methods = []string{"*"} }),
		"a method less":              change(func(s *cors.Settings) { s.Methods = []string{"GET", "PURGE"} }),
		"HEAD for GET":               change(func(s *cors.Settings) { s.Methods[0] = "HEAD" }),
		"another age":                change(func(s *cors.Settings) { s.MaxAge = new(601) }),
		"age 0":                      change(func(s *cors.Settings) { s.MaxAge = new(0) }),
		"no age":                     change(func(s *cors.Settings) { s.MaxAge = nil }),
		"no credentials":             change(func(s *cors.Settings) { s.AllowCredentials = nil }),
		"origin alone":               one,
		"pattern alone":              pattern("https://*.a.example"),
		"any origin":                 {Origins: []string{"*"}},
		"a header":                   headers("purge"),
		"a method of the same text":  methods("PURGE"),
		"a method in the same case":  methods("purge"),
		"a prefix of the same text":  headers("purge*"),
		"two headers":                headers("ab", "c"),
		"two headers, cut elsewhere": headers("a", "bc"),
		"a header and a prefix":      headers("a", "b*"),
		"the other way round":        headers("a*", "b"),
		"a header and a method":      {Origins: one.Origins, Headers: []string{"a"}, Methods: []string{"b"}},
		"two methods":                methods("a", "b"),
	}
}

// TestPoolKeepsApart wants each of the neighbours to have a policy of its own.
func TestPoolKeepsApart(t *testing.T) {
	t.Parallel()
	all := neighbours()
	pool := cors.NewPool()
	policies := make(map[*cors.Policy]string)
	for name, s := range all {
		p := share(t, pool, s)
		if first, taken := policies[p]; taken {
			t.Errorf("%q and %q have one policy", first, name)
		}
		policies[p] = name
	}
	for p, name := range policies {
		if again := share(t, pool, all[name]); again != p {
			t.Errorf("%s: compiled again, it is another policy", name)
		}
	}
}

// TestPoolIsCompile wants a pool to say what Compile says where there is nothing to share.
func TestPoolIsCompile(t *testing.T) {
	t.Parallel()
	pool := cors.NewPool()
	if p, err := pool.Compile(cors.Settings{}); p != nil || err != nil {
		t.Errorf("off: %v, %v; want nil, nil", p, err)
	}
	wrong := cors.Settings{Origins: []string{"null"}}
	_, want := cors.Compile(wrong)
	if p, err := pool.Compile(wrong); p != nil || !reflect.DeepEqual(err, want) {
		t.Errorf("wrong: %v, %v; want nil, %v", p, err, want)
	}
}
