// SPDX-License-Identifier: Apache-2.0

package browser

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// first is the fault that a browser finds first, by which it names the failure.
func (p Profile) first(faults []fault) fault {
	return slices.MinFunc(faults, func(a, b fault) int { return cmp.Compare(p.rank(a.cause), p.rank(b.cause)) })
}

// rank orders causes as a browser comes upon them: as declared, but for some differences between browsers.
func (p Profile) rank(c cause) int {
	switch {
	case c == badLocation && p.LocationFirst, c == movedToData && p.DataFirst:
		return 0
	case c == badPort && p.MixedFirst:
		return 2*int(mixedContent) + 1
	case c == movedToBadPort && p.MixedFirst:
		return 2*int(movedToHTTP) + 1
	case c == preflightMoved && !p.RedirectFirst: // just before the status
		return 2*int(badStatus) - 1
	case c == badHeaderList && p.MethodFirst: // just after the method
		return 2*int(noMethod) + 1
	}
	return 2 * int(c)
}

// missing lists everything that the faults say is lacking. Where the preflight's status alone condemns it, nobody knows
// yet what a proper answer would have listed, so that its lists are left out.
func missing(faults []fault, origin string) []Missing {
	unread := slices.ContainsFunc(faults, func(f fault) bool { return f.cause == badStatus || f.cause == preflightMoved })
	var items []Missing
	for _, f := range faults {
		item := Missing{Kind: f.cause.kind(), Name: f.value}
		switch item.Kind {
		case MissingOrigin:
			item.Name = origin
		case MissingCredentials:
			item.Name = ""
		case MissingRequest:
			item.Name, _, _ = strings.Cut(f.value, ":")
		case MissingPort:
			t, _ := parseTarget(f.value)
			item.Name = strconv.FormatUint(portOf(t.origin), 10)
		case MissingList:
			item.Name = allowMethods
			if f.cause == badHeaderList {
				item.Name = allowHeaders
			}
		}
		if !unread || f.step != StepPreflightList && f.step != StepPreflightMethod && f.step != StepPreflightHeader {
			items = append(items, item)
		}
	}
	slices.SortStableFunc(items, func(a, b Missing) int {
		return cmp.Compare(slices.Index(kindOrder(), a.Kind), slices.Index(kindOrder(), b.Kind))
	})
	return items
}

// kindOrder is the order in which missing things are listed.
func kindOrder() []MissingKind {
	return []MissingKind{MissingRequest, MissingRedirect, MissingStatus, MissingOrigin, MissingCredentials, MissingList,
		MissingMethod, MissingHeader, MissingScheme, MissingPort}
}

// kind is the sort of thing that a cause makes missing.
func (c cause) kind() MissingKind {
	switch c {
	case badRequest:
		return MissingRequest
	case preflightMoved, badLocation, movedToData, movedOffHTTP, movedTooOften, movedWithLogin:
		return MissingRedirect
	case noOrigin, anyOrigin, otherOrigin:
		return MissingOrigin
	case noCredentials:
		return MissingCredentials
	case badStatus:
		return MissingStatus
	case badMethodList, badHeaderList:
		return MissingList
	case badMethod, noMethod:
		return MissingMethod
	case noHeader:
		return MissingHeader
	case badPort, movedToBadPort:
		return MissingPort
	}
	return MissingScheme
}
