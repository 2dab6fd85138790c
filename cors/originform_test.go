// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// forms are the named outcomes of ParseOrigin, all of them.
func forms() map[string]cors.OriginForm {
	return map[string]cors.OriginForm{
		"DomainOrigin": cors.DomainOrigin, "DottedOrigin": cors.DottedOrigin, "IPv4Origin": cors.IPv4Origin,
		"IPv6Origin": cors.IPv6Origin,
		"NullOrigin": cors.NullOrigin, "EmptyOrigin": cors.EmptyOrigin, "LongOrigin": cors.LongOrigin,
		"SchemelessOrigin": cors.SchemelessOrigin,
		"UpperCaseOrigin":  cors.UpperCaseOrigin, "ControlOrigin": cors.ControlOrigin,
		"UserinfoOrigin": cors.UserinfoOrigin,
		"PathOrigin":     cors.PathOrigin, "QueryOrigin": cors.QueryOrigin, "FragmentOrigin": cors.FragmentOrigin,
		"BackslashOrigin": cors.BackslashOrigin, "ListedOrigin": cors.ListedOrigin,
		"HostlessOrigin": cors.HostlessOrigin,
		"UnicodeOrigin":  cors.UnicodeOrigin, "BadHost": cors.BadHost, "BadIPv4": cors.BadIPv4, "BadIPv6": cors.BadIPv6,
		"BadPort": cors.BadPort, "DefaultPortOrigin": cors.DefaultPortOrigin,
	}
}

// TestOriginFormTexts wants each form to end a sentence that starts with the origin, in words of its own.
func TestOriginFormTexts(t *testing.T) {
	t.Parallel()
	texts := make(map[string]string)
	for name, form := range forms() {
		text := form.String()
		if first := texts[text]; first != "" || !strings.HasPrefix(text, "is ") && !strings.HasPrefix(text, "has ") {
			t.Errorf("%s %q; %q says the same", name, text, first)
		}
		texts[text] = name
		serialized := name == "DomainOrigin" || name == "DottedOrigin" || name == "IPv4Origin" || name == "IPv6Origin"
		if form.Serialized() != serialized {
			t.Errorf("%s.Serialized() = %v", name, !serialized)
		}
	}
	beyond := cors.OriginForm(len(texts))
	if beyond.String() != "is unknown" || beyond.Serialized() {
		t.Errorf("a form that does not exist %q, serialized %v", beyond, beyond.Serialized())
	}
}

// TestParseOriginParts wants an origin in its parts, and nothing of what is none.
func TestParseOriginParts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]cors.Origin{
		"https://app.example.org":        {Scheme: "https", Host: "app.example.org"},
		"https://app.example.org:8443":   {Scheme: "https", Host: "app.example.org", Port: "8443"},
		"https://app.example.org.:8443":  {Scheme: "https", Host: "app.example.org.", Port: "8443"},
		"http://192.0.2.1:1":             {Scheme: "http", Host: "192.0.2.1", Port: "1"},
		"http://[2001:db8::1]":           {Scheme: "http", Host: "[2001:db8::1]"},
		"http://[2001:db8::1]:65535":     {Scheme: "http", Host: "[2001:db8::1]", Port: "65535"},
		"web+app.x-1://a":                {Scheme: "web+app.x-1", Host: "a"},
		"capacitor://localhost":          {Scheme: "capacitor", Host: "localhost"},
		"wss://a:443":                    {Scheme: "wss", Host: "a", Port: "443"},
		"http://a:443":                   {Scheme: "http", Host: "a", Port: "443"},
		"https://a:80":                   {Scheme: "https", Host: "a", Port: "80"},
		"null":                           {},
		"":                               {},
		"https://app.example.org/":       {},
		"https://app.example.org:443":    {},
		"https://app.example.org:08":     {},
		"https://app.example.org.1":      {},
		"http://[::1":                    {},
		"http://[0::1]:81":               {},
		"http://[::1]:80":                {},
		"https://user@app.example.org:1": {},
	} {
		got, form := cors.ParseOrigin(text)
		if got != want || form.Serialized() != (want != cors.Origin{}) ||
			cors.IsSerializedOrigin(text) != form.Serialized() {
			t.Errorf("%q is %+v and %v, want %+v", text, got, form, want)
		}
	}
}
