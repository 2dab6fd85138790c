// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// TestIsSerializedOrigin has origins as browsers write them, and near misses.
//
// https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
func TestIsSerializedOrigin(t *testing.T) {
	t.Parallel()
	for _, origin := range []string{
		app, app + ":8443", app + ":1", app + ":65535", app + ".", "http://app.example.org:443", app + ":80",
		"http://localhost:3000", "http://192.0.2.1", "https://xn--bcher-kva.example", "https://my_app.example",
		"capacitor://localhost", "chrome-extension://aapbdbdomjkkjkaonfhkkikfgjllcleb", "web+app.x-1://a",
		"http://[::1]", "http://[::1]:3000", "https://[2001:db8::1]", "https://[2001:db8:0:1:1:1:1:1]",
		"http://[::ffff:102:304]", "http://[::ffff:0:1]:81", "http://[::]", "https://" + strings.Repeat("a", 1016),
	} {
		if !cors.IsSerializedOrigin(origin) {
			t.Errorf("%q is one, and refused", origin)
		}
	}
	for name, origin := range map[string]string{
		"null": "null", "star": "*", "empty": "", "no scheme": "app.example.org", "empty scheme": "://app", "no host": "https://",
		"port alone": "https://:8443", "upper-case scheme": "HTTPS://app.example.org", "upper-case host": "https://App.example.org",
		"digit first in scheme": "1http://a", "path": app + "/fhir", "slash": app + "/", "query": app + "?x", "fragment": app + "#x",
		"backslash": app + "\\", "user": "https://user@app.example.org", "default port": app + ":443", "default port of http": "http://a:80",
		"port 0": app + ":0", "leading zero": app + ":08", "port above": app + ":65536", "long port": app + ":000001", "empty port": app + ":",
		"signed port": app + ":+1", "port of letters": app + ":x", "two ports": app + ":1:2", "two origins": app + " " + other,
		"list": app + ", " + other, "Unicode": "https://bücher.example", "invalid UTF-8": "https://\xff", "escaped": "https://a%2eb",
		"line break": app + "\r\nx: y", "NUL": app + "\x00", "DEL": app + "\x7f", "leading dot": "https://.example", "tab": "https://a\tb",
		"IPv6 open": "http://[::1", "IPv6 and more": "http://[::1]x", "IPv6 empty": "http://[]", "IPv6 empty port": "http://[::1]:",
		"IPv6 default port": "http://[::1]:80", "IPv6 upper case": "http://[2001:DB8::1]", "IPv6 written out": "http://[0:0:0:0:0:0:0:1]",
		"IPv6 leading zero": "http://[2001:0db8::1]", "IPv6 zone": "http://[fe80::1%eth0]", "IPv4 in brackets": "http://[192.0.2.1]",
		"mapped IPv4 with dots": "http://[::ffff:1.2.3.4]", "mapped IPv4 upper case": "http://[::FFFF:102:304]",
		"mapped IPv4 written out": "http://[0:0:0:0:0:ffff:102:304]", "mapped IPv4 leading zero": "http://[::ffff:0102:304]",
		"bracket inside": "https://a[b]", "1025 bytes": "https://" + strings.Repeat("a", 1017),
	} {
		if cors.IsSerializedOrigin(origin) {
			t.Errorf("%s: %q is none, and accepted", name, origin)
		}
	}
}
