// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"

	"github.com/go-json-experiment/json"
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/corsgate/corsgate/arm/shape"
)

// encoded is a body that is JSON already.
type encoded []byte

func encode(body any) (encoded, error) {
	if text, is := body.(encoded); is {
		return text, nil
	}
	text, err := json.Marshal(body, json.Deterministic(true))
	if err != nil {
		return nil, fmt.Errorf("cannot encode the answer: %w", err)
	}
	return text, nil
}

// look is all that the body of an answer to a read depends on: the content, which its ETag stands for and for no other,
// how the caller spells the id, and the api-version.
type look struct {
	etag, path string
	version    shape.Version
}

// bodiesSeen remembers the bodies of answers to reads. One is asked for by the ETag that has just been read from the
// store, so nobody gets what was there before.
type bodiesSeen struct {
	byLook *lru.Cache[look, encoded]
}

// The most that is remembered is 16 MiB.
const (
	maxBodiesSeen    = 2048
	maxBodySeenBytes = 8 << 10
)

func newBodiesSeen() bodiesSeen {
	cache, err := lru.New[look, encoded](maxBodiesSeen)
	if err != nil {
		panic(err) // only if the size is not positive
	}
	return bodiesSeen{cache}
}

func (b bodiesSeen) of(l look, show func() (any, error)) (any, error) {
	if known, seen := b.byLook.Get(l); seen {
		return known, nil
	}
	body, err := show()
	if err != nil {
		return nil, err
	}
	text, err := encode(body)
	if err != nil {
		return nil, err
	}
	if len(text) <= maxBodySeenBytes {
		b.byLook.Add(l, text)
	}
	return text, nil
}
