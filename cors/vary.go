// SPDX-License-Identifier: Apache-2.0

package cors

import "strings"

const (
	varyActual    = "Origin"
	varyPreflight = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
)

// vary is the Vary of the answer, merged into what it says already.
//
// https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches, https://www.rfc-editor.org/rfc/rfc9110#field.vary
func (d *Decision) vary(lines []string) string {
	names := varyActual
	if d.Preflight {
		names = varyPreflight
	}
	if len(lines) == 0 {
		return names
	}
	merged := strings.Join(lines, ", ")
	if strings.Trim(merged, ", ") == "" {
		return names
	}
	for name := range strings.SplitSeq(names, ", ") {
		if !varies(merged, name) {
			merged += ", " + name
		}
	}
	return merged
}

func varies(list, name string) bool {
	for listed := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(listed), name) {
			return true
		}
	}
	return false
}
