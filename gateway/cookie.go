// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"net/http"
	"strings"
)

// dropCookieDomains removes Domain from the cookies that an upstream sets: tenants are siblings under one parent
// domain, and a cookie for the parent would go to all of them.
//
// https://www.rfc-editor.org/rfc/rfc6265#section-5.2.3
func dropCookieDomains(h http.Header) {
	for i, cookie := range h["Set-Cookie"] {
		if !strings.Contains(strings.ToLower(cookie), "domain") {
			continue
		}
		kept := make([]string, 0, 8)
		for attribute := range strings.SplitSeq(cookie, ";") {
			name, _, _ := strings.Cut(attribute, "=")
			if len(kept) == 0 || !strings.EqualFold(strings.TrimSpace(name), "domain") {
				kept = append(kept, attribute)
			}
		}
		h["Set-Cookie"][i] = strings.Join(kept, ";")
	}
}
