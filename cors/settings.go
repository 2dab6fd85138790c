// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"encoding/json"
	"reflect"
)

// Settings are the five CORS settings of one FHIR service, exactly as its operator wrote them: order, spelling and
// duplicates are kept, because clients compare what they read with what they sent. A nil slice or pointer is a field
// that was absent, which is not the same as an empty one.
//
// The zero value is "nothing set": CORS is off.
type Settings struct {
	// Origins that may call the service from a browser, or the single entry "*" for any.
	Origins []string `json:"origins,omitzero"`
	// Headers that a request may carry beyond the safelisted ones; "*" for any, "x-app-*" for a prefix.
	Headers []string `json:"headers,omitzero"`
	// Methods that a request may use; "*" for any. GET includes HEAD.
	Methods []string `json:"methods,omitzero"`
	// MaxAge is how long a browser may remember a preflight answer, in seconds, 0 to 99999.
	MaxAge *int `json:"maxAge,omitzero"`
	// AllowCredentials says whether a page may send cookies and the like.
	AllowCredentials *bool `json:"allowCredentials,omitzero"`
	// OriginPatterns are "https://*.example.org", for subdomains at any depth but not the domain itself, and
	// "http://localhost:*", for a loopback host with any port. They are no part of Azure's shape, so not of the JSON.
	OriginPatterns []string `json:"-"`
}

// The limits of one Settings value.
const (
	MaxOrigins    = 10_000
	MaxHeaders    = 256
	MaxMethods    = 64
	MaxEntryBytes = 512
	MaxMaxAge     = 99_999 // Azure's upper bound for maxAge, in seconds
	BrowserMaxAge = 7_200  // Chromium's cap, in seconds; Firefox's is higher
)

// anything is the entry that stands for every origin, header or method.
const anything = "*"

// Enabled reports whether CORS is on: it is when at least one origin or pattern is listed.
func (s Settings) Enabled() bool { return len(s.Origins)+len(s.OriginPatterns) > 0 }

// Credentials reports whether credentials are allowed; absent means no.
func (s Settings) Credentials() bool { return s.AllowCredentials != nil && *s.AllowCredentials }

// Equal reports whether both say the same in the same words: absent and empty differ.
func (s Settings) Equal(t Settings) bool { return reflect.DeepEqual(s, t) }

// String is the settings' JSON, for people.
func (s Settings) String() string {
	text, err := json.Marshal(s)
	if err != nil { // five plain fields always marshal
		return err.Error()
	}
	return string(text)
}
