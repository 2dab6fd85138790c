// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"context"
	"strings"
	"testing"
)

// opening is what Open says of a URL; nothing if it accepts it.
func opening(url string, options Options) string {
	store, err := Open(url, options)
	if err != nil {
		return err.Error()
	}
	_ = store.Close()
	return ""
}

// TestTLSRule: whatever leaves this machine is encrypted, to a server whose name was verified.
func TestTLSRule(t *testing.T) {
	t.Parallel()
	accepted := []string{
		"postgres://localhost/db", "postgres://localhost/db?sslmode=disable", "postgres://127.0.0.1/db", "postgres://127.8.9.10/db",
		"postgres://[::1]/db", "postgresql://user:password@localhost:5433/db", "postgres:///db?host=/run/postgresql",
		"postgres:///db?host=@abstract",
		"host=localhost dbname=db", "host=/run/postgresql", "host=127.0.0.1,::1 dbname=db sslmode=disable",
		"postgres://db.example/db?sslmode=verify-full", "postgres://203.0.113.1/db?sslmode=verify-full",
		"postgres://a.example,b.example:5433/db?sslmode=verify-full", "host=db.example sslmode=verify-full",
		"postgres://localhost,db.example/db?sslmode=verify-full",
	}
	refused := []string{
		"postgres://db.example/db", "postgres://db.example/db?sslmode=disable", "postgres://db.example/db?sslmode=allow",
		"postgres://db.example/db?sslmode=prefer", "postgres://db.example/db?sslmode=require", "postgres://db.example/db?sslmode=verify-ca",
		"postgres://203.0.113.1/db", "postgres://10.0.0.1/db", "postgres://[2001:db8::1]/db", "postgres://0.0.0.0/db",
		"postgres://localhost.example/db", "postgres://127.0.0.1.example/db", "postgres://localhost,db.example/db",
		"postgres://db.example,localhost/db",
		"postgres:///db?host=db.example", "host=db.example dbname=db", "host=/run/postgresql,db.example", "host=db.example sslmode=require",
		"user=someone host=db.example",
	}
	for _, url := range accepted {
		if text := opening(url, Options{}); text != "" {
			t.Errorf("%s: %s", url, text)
		}
		if text := opening(url, Options{ListenURL: url}); text != "" {
			t.Errorf("%s to listen at: %s", url, text)
		}
	}
	for _, url := range refused {
		for text, expected := range map[string]string{
			opening(url, Options{}): "sslmode=verify-full", opening(url, Options{Insecure: true}): "",
			opening("postgres://localhost/db", Options{ListenURL: url}):                 "sslmode=verify-full",
			opening("postgres://localhost/db", Options{ListenURL: url, Insecure: true}): "",
		} {
			if (text == "") != (expected == "") || !strings.Contains(text, expected) || strings.Contains(text, "example") {
				t.Errorf("%s: %q, want one with %q", url, text, expected)
			}
		}
		if _, _, err := Up(t.Context(), url, MigrateOptions{}); err == nil || !strings.Contains(err.Error(), "sslmode=verify-full") {
			t.Errorf("Up at %s: %v", url, err)
		}
	}
}

// TestUnusableURLs: the error says what is wrong, without a word of the URL.
func TestUnusableURLs(t *testing.T) {
	t.Parallel()
	const secret = "s3cr3t"
	for _, url := range []string{
		"postgres://user:pass@" + secret + "@localhost/db", "postgres://user:" + secret + "/x@localhost/db",
		"postgres://user:pass@" + secret + "/x@localhost/db", "postgres://user:%zz" + secret + "@localhost/db",
		"postgres://user:" + secret + "@localhost:port/db", "postgres://localhost/db?sslmode=" + secret,
		"postgres://localhost/db?sslrootcert=" + secret, "postgres://localhost/db?connect_timeout=" + secret,
		"postgres://localhost/db?pool_max_conns=" + secret, "postgres://localhost/db?target_session_attrs=" + secret,
		"postgres://localhost/db?sslcert=" + secret + "&sslkey=x", "postgres://localhost/db?service=" + secret,
		"host=localhost password=" + secret + " x", "host=localhost password='" + secret, "mysql://user:" + secret + "@localhost/db",
		secret, "postgres://user:" + secret + "@db.example/db", "postgres://" + secret + ".example/db", "postgres://localhost/db?port=" + secret,
	} {
		for place, text := range map[string]string{
			"": opening(url, Options{}), "the URL to listen at: ": opening("postgres://localhost/db", Options{ListenURL: url}),
		} {
			if text == "" || strings.Contains(text, secret) || !strings.HasPrefix(text, place) {
				t.Errorf("%s: %q", url, text)
			}
		}
	}
}

// TestPasswordWithAt: what comes after an @ in a password would be taken for the host, and told by everybody who looks for
// it.
func TestPasswordWithAt(t *testing.T) {
	t.Parallel()
	if text := opening("postgres://user:pass@word@localhost/db", Options{Insecure: true}); !strings.Contains(text, "percent-encoded") {
		t.Errorf("not encoded: %q", text)
	}
	if text := opening("postgres://user:pass%40word@localhost/db", Options{}); text != "" {
		t.Errorf("encoded: %q", text)
	}
}

// FuzzOpen: whatever is written around a password, the error does not tell it.
func FuzzOpen(f *testing.F) {
	const secret = "s3cr3tPa55"
	for _, around := range [][2]string{
		{"postgres://user:", "@localhost/db"}, {"postgres://user:", "@db.example/db?sslmode=require"},
		{"postgres://user:", "/x@db.example/db"},
		{"postgres://user:a@", "/x@db.example/db"}, {"postgres://localhost/db?password=", "&sslmode=x"}, {"password='", ""},
		{"host=db.example password=", ""}, {"postgres://localhost/db?sslrootcert=", ""}, {"postgres://a,", ":x/"},
		{"postgres://[", "]/"}, {"", ""},
	} {
		f.Add(around[0], around[1])
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		url := before + secret + after
		for _, options := range []Options{{}, {Insecure: true}, {ListenURL: url}} {
			if text := opening(url, options); strings.Contains(text, secret) {
				t.Errorf("%q: %s", url, text)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel() // it would connect
		if _, _, err := Up(ended, url, MigrateOptions{}); err == nil {
			t.Error("Up succeeded")
		}
	})
}
