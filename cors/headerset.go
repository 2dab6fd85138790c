// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// headerSet is the compiled list of allowed request headers, compared without case. Names that are never allowed, or
// need no permission, are not in it, so that a hit is an answer.
type headerSet struct {
	any      bool
	names    []string // in lower case, sorted
	index    *nameIndex
	prefixes []string
}

// nameIndex is to a headerSet what index is to a set, with a hash of its own.
type nameIndex struct {
	slots []uint32
	seed  uint32
}

// verdict is what becomes of one asked header name.
type verdict uint8

const (
	refused verdict = iota
	allowed
	passedOver // it needs no permission
)

// judge says whether a request may carry the header, in any case. A name that no page can set is never allowed,
// whatever the settings say; nor is a literal "*", since sent back it would stand for every name.
//
// https://fetch.spec.whatwg.org/#http-new-header-syntax
func (h *headerSet) judge(name string) verdict {
	switch {
	case h.has(name):
		return allowed
	case isAlwaysSafelisted(name):
		return passedOver
	case !h.any && !h.hasPrefixOf(name):
		return refused
	case name == anything || !IsToken(name) || IsForbiddenHeader(name):
		return refused
	}
	return allowed
}

func (h *headerSet) has(name string) bool {
	if h.index != nil {
		return h.index.slots[h.slotOf(name)] != 0
	}
	for _, member := range h.names {
		if len(member) == len(name) && (member == name || equalFold(member, name)) {
			return true
		}
	}
	return false
}

func (h *headerSet) hasPrefixOf(name string) bool {
	for _, prefix := range h.prefixes {
		if len(name) >= len(prefix) && equalFold(prefix, name[:len(prefix)]) {
			return true
		}
	}
	return false
}

func (h *headerSet) slotOf(name string) int {
	slots := h.index.slots
	mask := len(slots) - 1
	at := int(h.index.hash(name)) & mask
	for slots[at] != 0 && !equalFold(h.names[slots[at]-1], name) {
		at = (at + 1) & mask
	}
	return at
}

// hash is FNV-1a of the name in lower case, which saves writing that down. Only an operator's own names are in the set, so
// it need not resist an attacker.
func (x *nameIndex) hash(name string) uint32 {
	sum := x.seed
	for i := range len(name) {
		sum = (sum ^ uint32(fold(name[i]))) * 16777619
	}
	return sum ^ sum>>15
}

func compileHeaders(entries []string) headerSet {
	h := headerSet{names: make([]string, 0, len(entries))}
	if len(entries) > few {
		h.index = &nameIndex{slots: make([]uint32, slotsFor(len(entries))), seed: rand.Uint32()}
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		name := lower(entry)
		prefix, isPrefix := strings.CutSuffix(name, anything)
		switch {
		case name == anything:
			h.any = true
		case isPrefix:
			h.prefixes = append(h.prefixes, prefix)
		case !isAlwaysSafelisted(name) && !IsForbiddenHeader(name):
			names = append(names, name)
		}
	}
	slices.Sort(names) // hasAll relies on it
	for _, name := range names {
		h.add(name)
	}
	return h
}

func (h *headerSet) add(name string) {
	if h.has(name) {
		return
	}
	if h.index != nil {
		h.index.slots[h.slotOf(name)] = uint32(len(h.names) + 1)
	}
	h.names = append(h.names, name)
}
