// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// seedOrigins adds every origin of the tables to a fuzz target's corpus.
func seedOrigins(f *testing.F) {
	f.Helper()
	var table originTable
	load(f, "origins.json", &table)
	for _, row := range table.Refused {
		f.Add(row.Entry)
	}
	for _, row := range table.Accepted {
		f.Add(row.Entry)
	}
	for _, origin := range []string{"http://[::1]:3000", "http://[::FFFF:102:304]", "web+app.x-1://a", "https://[2001:db8::1]", "http://[::ffff:1.2.3.4]"} {
		f.Add(origin)
	}
}

// FuzzParseSetting gives one entry to Validate. What is accepted compiles, and the policy allows what browsers send for
// it, worked out here by net/url; what is refused has one problem, with a reason and a fix.
func FuzzParseSetting(f *testing.F) {
	seedOrigins(f)
	f.Fuzz(func(t *testing.T, entry string) {
		if entry == "*" {
			return
		}
		s := cors.Settings{Origins: []string{entry}, Methods: []string{"GET"}}
		if _, err := cors.Validate(s); err != nil {
			checkRefusal(t, entry, problems(t, err))
			if _, err := cors.Compile(s); err == nil {
				t.Fatalf("%q is refused, and compiles", entry)
			}
			return
		}
		sent := sentBy(t, entry)
		if !cors.IsSerializedOrigin(sent) {
			t.Fatalf("%q is accepted; %q is no serialized origin", entry, sent)
		}
		request := actual("GET", sent)
		if d := compile(t, s).Decide(&request); d.Reason != cors.AllowedExact || d.AllowOrigin != sent {
			t.Fatalf("%q is accepted; %q gets %+v", entry, sent, d)
		}
	})
}

func checkRefusal(t *testing.T, entry string, found []cors.Problem) {
	t.Helper()
	if len(found) != 1 || found[0].Code != cors.InvalidOrigin || found[0].Target() != "origins[0]" || found[0].Reason == "" || found[0].Fix == "" {
		t.Fatalf("%q: problems %+v", entry, found)
	}
	for _, r := range found[0].Message() {
		if r < ' ' || r == 0x7f {
			t.Fatalf("%q: the message %q has a control character", entry, found[0].Message())
		}
	}
	if quoted, ok := strings.CutPrefix(found[0].Fix, `Write "`); ok && !strings.HasSuffix(quoted, `…".`) && len(quoted) < 80 {
		fixed := strings.TrimSuffix(quoted, `".`)
		if _, err := cors.Validate(cors.Settings{Origins: []string{fixed}}); err != nil || !cors.IsSerializedOrigin(fixed) {
			t.Fatalf("%q: the fix %q is refused in turn: %v", entry, fixed, err)
		}
	}
}

// sentBy is the origin that a browser sends from a page whose address starts with entry.
func sentBy(t *testing.T, entry string) string {
	t.Helper()
	u, err := url.Parse(entry)
	if err != nil || u.User != nil || u.Path+u.RawQuery+u.Fragment+u.Opaque != "" {
		t.Fatalf("%q is accepted, and %#v, %v to net/url", entry, u, err)
	}
	sent := u.Scheme + "://" + strings.ToLower(u.Host)
	if u.Scheme == "https" {
		return strings.TrimSuffix(sent, ":443")
	}
	return strings.TrimSuffix(sent, ":80")
}
