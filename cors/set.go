// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"hash/maphash"
	"math/bits"
)

// few is how many members are compared one by one: quicker than a hash, and without its memory.
const few = 8

// set is an immutable set of strings. A map of the language would do; this is a third of its size, which counts where
// every tenant has a policy. Its members are pieces of one text.
type set struct {
	members []string
	// slots is open addressing: 0 is free, else one more than a member's index. It is nil for few members, and never
	// more than half full.
	slots []uint32
	// seed is random, so that nobody can choose members that all collide.
	seed maphash.Seed
}

// find returns the member's index, or -1.
func (s *set) find(member string) int {
	if s.slots == nil {
		for i, m := range s.members {
			if m == member {
				return i
			}
		}
		return -1
	}
	index := int(s.slots[s.slotOf(member)])
	return index - 1
}

func (s *set) has(member string) bool { return s.find(member) >= 0 }

// slotOf is where the member is, or the free slot where it would be.
func (s *set) slotOf(member string) int {
	mask := len(s.slots) - 1
	at := int(maphash.String(s.seed, member)) & mask
	for s.slots[at] != 0 && s.members[s.slots[at]-1] != member {
		at = (at + 1) & mask
	}
	return at
}

// makeSet has room for as many members.
func makeSet(capacity int) set {
	s := set{members: make([]string, 0, capacity)}
	if capacity > few {
		s.seed = maphash.MakeSeed()
		s.slots = make([]uint32, 1<<bits.Len(uint(2*capacity-1)))
	}
	return s
}

// add puts a new member in and returns its index; for one that is there already it returns that one's, and false. There
// must be room.
func (s *set) add(member string) (index int, added bool) {
	if s.slots == nil {
		if i := s.find(member); i >= 0 {
			return i, false
		}
		s.members = append(s.members, member)
		return len(s.members) - 1, true
	}
	at := s.slotOf(member)
	if s.slots[at] != 0 {
		return int(s.slots[at]) - 1, false
	}
	s.members = append(s.members, member)
	s.slots[at] = uint32(len(s.members))
	return len(s.members) - 1, true
}
