// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"strconv"
	"strings"
)

// checkPort is the fault of a URL whose port belongs to another protocol, so that nothing is sent there: a server of
// that protocol could take a call for commands. A default port never is one.
//
// https://fetch.spec.whatwg.org/#port-blocking
func (p Profile) checkPort(t target, c cause) []fault {
	port := portOf(t.origin)
	if !isBadPort(port) || p.CallsSieve && (port == 4190 || port == 6679) {
		return nil
	}
	return []fault{{StepPort, c, t.String() + t.fragment}}
}

// portOf is the port that a serialized origin names; 0 where it is the scheme's default.
func portOf(origin string) uint64 {
	port, err := strconv.ParseUint(origin[strings.LastIndexByte(origin, ':')+1:], 10, 16)
	if err != nil {
		return 0
	}
	return port
}

// isBadPort has the standard's list, as of July 2026, but for port 0: a URL with that one is refused as a whole.
//
// https://fetch.spec.whatwg.org/#bad-port
func isBadPort(port uint64) bool {
	switch port {
	case 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95,
		101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179,
		389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587,
		601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
		6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080:
		return true
	}
	return false
}
