// SPDX-License-Identifier: Apache-2.0

package browser

import "github.com/corsgate/corsgate/cors"

// Profile is where browsers differ from the Fetch standard or choose for themselves. The zero value is the standard.
type Profile struct {
	// Name is "fetch", "chromium" or "firefox"; "" is "fetch".
	Name string
	// MaxAgeCap bounds how long a preflight answer is remembered, in seconds; 0 is no bound.
	MaxAgeCap int
	// SignedMaxAge reads any 64-bit integer as a max-age, signs included. StrictMaxAge reads digits on the lines that are
	// not empty, and does not remember an answer with anything else.
	SignedMaxAge, StrictMaxAge bool
	// JoinsHeaders joins the values of a header that fetch() sets twice, RepeatsNames asks for permission twice.
	JoinsHeaders, RepeatsNames bool
	// WildcardCoversAuthorization lets "*" in Access-Control-Allow-Headers stand for Authorization too.
	WildcardCoversAuthorization bool
	// RedirectFirst names a preflight's redirect before its CORS check.
	RedirectFirst bool
	// MethodFirst looks for the method before it reads Access-Control-Allow-Headers at all.
	MethodFirst bool
	// LocationFirst finds out that a Location is no URL before the redirect's CORS check, DataFirst that it is one of
	// scheme data.
	LocationFirst, DataFirst bool
	// PreflightKeepsOrigin sends the page's own origin with a preflight even where a redirect made the call's "null". On
	// that origin itself its answer needs no CORS check then.
	PreflightKeepsOrigin bool
	// PreflightsOn sends a preflight on every hop after one that had a preflight, whether it is needed or not.
	PreflightsOn bool
	// EmptyLocationStays takes an empty Location for none. It is a redirect to the very URL otherwise.
	EmptyLocationStays bool
	// DropsUserAgent counts User-Agent among the headers that no page can set.
	DropsUserAgent bool
	// CommasInQuotes looks for a forbidden method behind each comma of a header that overrides the method, in quotes too.
	CommasInQuotes bool
	// MixedFirst finds mixed content before a bad port.
	MixedFirst bool
	// CallsSieve calls ports 4190 and 6679, which are bad ones since 2024.
	CallsSieve bool
	// SafelistsHints needs no permission for client hints and for Intervention.
	SafelistsHints bool
	// SafelistsASCII needs permission for values with bytes above 0x7F.
	SafelistsASCII bool
	// UploadsBodies minds AlwaysPreflight only where the call's method is one that sends a body: not GET or HEAD.
	UploadsBodies bool
}

// WebKitMaxAgeCap is WebKit's bound on a preflight answer's max-age, in seconds. There is no profile for WebKit: it
// was not measured.
const WebKitMaxAgeCap = 600

// Fetch is the standard itself.
func Fetch() Profile { return Profile{Name: "fetch"} }

// Chromium is Chromium as measured with version 156.
func Chromium() Profile {
	return Profile{Name: "chromium", MaxAgeCap: cors.BrowserMaxAge, SignedMaxAge: true, JoinsHeaders: true,
		WildcardCoversAuthorization: true, RedirectFirst: true,
		LocationFirst: true, EmptyLocationStays: true, DropsUserAgent: true, SafelistsHints: true, UploadsBodies: true,
		MixedFirst: true, CallsSieve: true}
}

// Firefox is Firefox as measured with version 153.
func Firefox() Profile {
	return Profile{Name: "firefox", MaxAgeCap: 86_400, StrictMaxAge: true, RepeatsNames: true,
		WildcardCoversAuthorization: true, MethodFirst: true,
		LocationFirst: true, DataFirst: true, PreflightKeepsOrigin: true, PreflightsOn: true, CommasInQuotes: true,
		SafelistsASCII: true, MixedFirst: true}
}

// Profiles are all of them, by name.
func Profiles() map[string]Profile {
	return map[string]Profile{"fetch": Fetch(), "chromium": Chromium(), "firefox": Firefox()}
}
