// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// MIMEEssence is type and subtype of a MIME type, in lower case and without its parameters, such as "text/plain". It
// is not ok where the value is no MIME type; what is wrong with parameters only makes no difference.
//
// https://mimesniff.spec.whatwg.org/#parse-a-mime-type
func MIMEEssence(value string) (essence string, ok bool) {
	value = strings.Trim(value, httpSpace)       // step 1
	kind, rest, found := strings.Cut(value, "/") // step 3
	if !found || !cors.IsToken(kind) {           // steps 4 and 5
		return "", false
	}
	subtype, _, _ := strings.Cut(rest, ";")         // step 7
	subtype = strings.TrimRight(subtype, httpSpace) // step 8
	if !cors.IsToken(subtype) {                     // step 9
		return "", false
	}
	return byteLower(kind) + "/" + byteLower(subtype), true
}
