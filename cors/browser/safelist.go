// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"slices"
	"strings"
)

const (
	// maxSafelistedValue bounds a safelisted header's value, in bytes.
	maxSafelistedValue = 128
	// maxSafelistedSum bounds the values of all safelisted headers of a request together, in bytes.
	maxSafelistedSum = 1024
)

// IsSafelistedHeader reports whether a request header needs no permission from a preflight. The value is taken as a
// page writes it: see NormalizeValue.
//
// It is the standard's list. For where browsers differ see Profile.
//
// https://fetch.spec.whatwg.org/#cors-safelisted-request-header
func IsSafelistedHeader(h Header) bool {
	return isSafelisted(Header{h.Name, headerValue(h.Value)})
}

// isSafelisted takes the value's bytes as they are sent.
func isSafelisted(h Header) bool {
	if len(h.Value) > maxSafelistedValue { // step 1
		return false
	}
	switch byteLower(h.Name) { // step 2
	case "accept":
		return !hasUnsafeByte(h.Value)
	case "accept-language", "content-language":
		return strings.IndexFunc(h.Value, isNotLanguageByte) < 0
	case "content-type":
		// One header's value, not "extract a MIME type", so that no two types are taken for one.
		essence, ok := MIMEEssence(h.Value)
		return ok && !hasUnsafeByte(h.Value) && isFormType(essence)
	case "range":
		return isSimpleRange(h.Value)
	}
	return false
}

// isFormType names what an HTML form can send, too.
func isFormType(essence string) bool {
	return essence == "application/x-www-form-urlencoded" || essence == "multipart/form-data" || essence == "text/plain"
}

// hasUnsafeByte looks for the control bytes and delimiters at which a server's parser could stumble.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte
func hasUnsafeByte(value string) bool {
	for i := range len(value) {
		c := value[i]
		if c < ' ' && c != '\t' || c == 0x7f || strings.IndexByte(`"():<>?@[\]{}`, c) >= 0 {
			return true
		}
	}
	return false
}

func isNotLanguageByte(r rune) bool {
	letter := r|0x20 >= 'a' && r|0x20 <= 'z'
	return !letter && (r < '0' || r > '9') && !strings.ContainsRune(" *,-.;=", r)
}

// UnsafeHeaderNames are the names for which a preflight asks permission: in lower case, sorted, each once. Safelisted
// headers are among them, all of them, where their values sum up to more than 1024 bytes. Forbidden headers are passed
// over, for they never reach the browser's list.
//
// Headers of the same name are judged one by one, as the standard does with those of a list of pairs. Where they are
// joined before, by XMLHttpRequest, by a Headers object or by Chromium, the joined value is what counts: "text/plain,
// text/plain" is not safelisted. Request.Preflight minds that; whoever has a Headers object writes its values joined.
//
// https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
func UnsafeHeaderNames(headers []Header) []string {
	return slices.Compact(Fetch().unsafeNames(Fetch().fillHeaders(headers, false)))
}

// unsafeHeaderNames are those of the header list that the page's headers become.
func (r *Request) unsafeHeaderNames() []string {
	return slices.Compact(r.Browser.unsafeNames(r.headerList()))
}

// unsafeNames takes a header list as it is sent. A name is there as often as it is unsafe.
func (p Profile) unsafeNames(list []Header) []string {
	var unsafe, potentially []string
	size := 0
	for _, h := range list { // step 4
		if !p.safelists(h) {
			unsafe = append(unsafe, byteLower(h.Name))
			continue
		}
		potentially = append(potentially, byteLower(h.Name))
		size += len(h.Value)
	}
	if size > maxSafelistedSum { // step 5
		unsafe = append(unsafe, potentially...)
	}
	slices.Sort(unsafe) // step 6, but for what makes a set of it
	return unsafe
}
