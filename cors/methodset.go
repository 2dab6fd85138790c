// SPDX-License-Identifier: Apache-2.0

package cors

// methodSet is the compiled list of allowed methods.
type methodSet struct {
	any    bool
	known  methodBits
	others []string
}

type methodBits uint8

// bitOfMethod is 0 for a method that is none of HTTP's and FHIR's.
func bitOfMethod(method string) methodBits {
	switch method {
	case "GET":
		return 1 << 0
	case "HEAD":
		return 1 << 1
	case "POST":
		return 1 << 2
	case "PUT":
		return 1 << 3
	case "PATCH":
		return 1 << 4
	case "DELETE":
		return 1 << 5
	case "OPTIONS":
		return 1 << 6
	}
	return 0
}

// allows compares byte by byte, as Fetch does: PATCH and patch are two methods. A literal "*" is no method: sent back it
// would stand for every one.
func (m *methodSet) allows(method string) bool {
	if bit := bitOfMethod(method); bit != 0 {
		return m.any || m.known&bit != 0
	}
	if m.any {
		return IsToken(method) && method != anything && !IsForbiddenMethod(method)
	}
	for _, other := range m.others {
		if other == method {
			return true
		}
	}
	return false
}

// compileMethods lets GET include HEAD.
func compileMethods(entries []string) (m methodSet) {
	for _, entry := range entries {
		bit := bitOfMethod(entry)
		m.known |= bit
		switch {
		case entry == anything:
			m.any = true
		case bit == 0:
			m.others = append(m.others, entry)
		case entry == "GET":
			m.known |= bitOfMethod("HEAD")
		}
	}
	return m
}
