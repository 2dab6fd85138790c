// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

type key struct{ typeName, id string }

// resource is one version of a resource. It is never changed after it was stored.
type resource struct {
	key     key
	version int
	updated time.Time
	content []byte
}

func (r *resource) etag() string { return `W/"` + strconv.Itoa(r.version) + `"` }

type store struct {
	mu     sync.Mutex
	all    map[key]*resource
	lastID int
	bytes  int
	most   int // bytes; set before the first request
}

func newStore() *store { return &store{all: map[key]*resource{}, most: maxStored} }

func (s *store) get(k key) *resource {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all[k]
}

// list returns the first resources of a type in the order of their ids, and how many there are.
func (s *store) list(typeName string) (first []*resource, total int) {
	s.mu.Lock()
	for k, r := range s.all {
		if k.typeName == typeName {
			first = append(first, r)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(first, func(a, b *resource) int { return strings.Compare(a.key.id, b.key.id) })
	return first[:min(len(first), maxEntries)], len(first)
}

// change makes the next content of a resource from its present one, which is nil if there is none.
type change func(old *resource) (object, *failure)

// put stores what next makes, if the resource is as ifMatch demands. An id "" stands for the next free one.
func (s *store) put(k key, ifMatch string, next change) (*resource, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k.id == "" {
		k.id = s.freeID(k.typeName)
	}
	old := s.all[k]
	if problem := match(ifMatch, old); problem != nil {
		return nil, problem
	}
	if old == nil && len(s.all) >= maxResources {
		return nil, full()
	}
	content, problem := next(old)
	if problem != nil {
		return nil, problem
	}
	stored := &resource{key: k, version: 1, updated: time.Now().UTC()}
	size := s.bytes
	if old != nil {
		stored.version = old.version + 1
		size -= len(old.content)
	}
	if stored.content, problem = stamp(content, stored); problem != nil {
		return nil, problem
	}
	if size += len(stored.content); size > s.most {
		return nil, full()
	}
	s.all[k], s.bytes = stored, size
	return stored, nil
}

func (s *store) remove(k key, ifMatch string) *failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.all[k]
	if problem := match(ifMatch, old); problem != nil {
		return problem
	}
	if old != nil {
		s.bytes -= len(old.content)
		delete(s.all, k)
	}
	return nil
}

// freeID counts, so that the same requests get the same ids, and passes over ids that a PUT took.
func (s *store) freeID(typeName string) string {
	for {
		s.lastID++
		id := strconv.Itoa(s.lastID)
		if s.all[key{typeName, id}] == nil {
			return id
		}
	}
}

// match compares opaque tags only: FHIR uses weak ETags in If-Match (https://hl7.org/fhir/R4/http.html#concurrency).
func match(ifMatch string, old *resource) *failure {
	if ifMatch == "" {
		return nil
	}
	if old != nil {
		for tag := range strings.SplitSeq(ifMatch, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(old.etag(), "W/") {
				return nil
			}
		}
	}
	return &failure{http.StatusPreconditionFailed, "conflict", "If-Match names another version."}
}

func full() *failure {
	return &failure{http.StatusInsufficientStorage, "no-store", "The sample server is full: delete something or restart it."}
}
