// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"hash/maphash"
	"math/bits"
)

// few is how many members are compared one by one: quicker than a hash, and without its memory.
const few = 8

// set is an immutable set of strings. A map of the language would do; this is smaller, which counts where
// every tenant has a policy. Its members are pieces of one text.
type set struct {
	members []string
	index   *index // nil for few members
}

// index finds members by their hash: open addressing, never more than half full.
type index struct {
	slots []uint32 // 0 is free, else one more than a member's position
	// seed is random, so that nobody can choose members that all collide.
	seed maphash.Seed
}

// makeSet has room for as many members.
func makeSet(capacity int) set {
	s := set{members: make([]string, 0, capacity)}
	if capacity > few {
		s.index = &index{slots: make([]uint32, slotsFor(capacity)), seed: maphash.MakeSeed()}
	}
	return s
}

func slotsFor(members int) int { return 1 << bits.Len(uint(2*members-1)) }

// find returns the member's position, or -1.
func (s *set) find(member string) int {
	if s.index != nil {
		return int(s.index.slots[s.slotOf(member)]) - 1
	}
	for i, m := range s.members {
		if m == member {
			return i
		}
	}
	return -1
}

func (s *set) has(member string) bool { return s.find(member) >= 0 }

// slotOf is where the member is, or the free slot where it would be.
func (s *set) slotOf(member string) int {
	slots := s.index.slots
	mask := len(slots) - 1
	at := int(maphash.String(s.index.seed, member)) & mask
	for slots[at] != 0 && s.members[slots[at]-1] != member {
		at = (at + 1) & mask
	}
	return at
}

// add puts a new member in and returns its position; for one that is there already it returns that one's, and false.
// There must be room.
func (s *set) add(member string) (position int, added bool) {
	if position := s.find(member); position >= 0 {
		return position, false
	}
	if s.index != nil {
		s.index.slots[s.slotOf(member)] = uint32(len(s.members) + 1)
	}
	s.members = append(s.members, member)
	return len(s.members) - 1, true
}
