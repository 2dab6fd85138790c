// SPDX-License-Identifier: Apache-2.0

// Package spelling guesses which known name a wrong one was meant to be, for messages to people.
//
// It must not know what the names are of: it is a plain function of strings.
package spelling

import "strings"

// Nearest is the known name that name probably means, or "" if none is near. Case, separators and plural do not count,
// nor do words that say no more than that something is allowed: other products write allow_origin, allowedHeaders or
// Access-Control-Max-Age. What is left may differ in a third of its letters, or leave letters out as authConfig does.
func Nearest(name string, known []string) string {
	const longest = 64 // bytes: a longer name is no slip of the pen
	stem := stemOf(name)
	if len(stem) < 2 || len(stem) > longest {
		return ""
	}
	best, least := "", len(stem)/3+1
	for _, candidate := range known {
		plain := stemOf(candidate)
		if begins(stem, plain) || begins(plain, stem) {
			return candidate
		}
		if d := distance(stem, plain); d < least {
			best, least = candidate, d
		}
	}
	for _, candidate := range known {
		if best == "" && abbreviates(stem, stemOf(candidate)) {
			best = candidate
		}
	}
	return best
}

// abbreviates asks for the first letter, and for four at least.
func abbreviates(short, name string) bool {
	if len(short) < 4 || !strings.HasPrefix(name, short[:1]) {
		return false
	}
	for i := range len(name) {
		if short != "" && name[i] == short[0] {
			short = short[1:]
		}
	}
	return short == ""
}

// begins asks for three letters at least: fewer say nothing.
func begins(name, start string) bool { return len(start) >= 3 && strings.HasPrefix(name, start) }

func stemOf(name string) string {
	return strings.TrimSuffix(words.Replace(separators.Replace(strings.ToLower(name))), "s")
}

var (
	separators = strings.NewReplacer("_", "", "-", "", " ", "", ".", "")
	words      = strings.NewReplacer("accesscontrol", "", "allowed", "", "allow", "")
)

// distance is how many letters must be put in, taken out or exchanged to make b of a.
//
// https://en.wikipedia.org/wiki/Levenshtein_distance
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
