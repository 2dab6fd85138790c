// SPDX-License-Identifier: Apache-2.0

package postgres

import (
	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/repository"
)

// The columns of the tables in groups: content is what a change sets beside the revision.
const (
	metaColumns    = `etag, created_by, created_by_type, created_at, modified_by, modified_by_type, modified_at`
	contentColumns = `id, location, document, ` + metaColumns
)

// metaTargets are where metaColumns are read to. utc puts the times right afterwards.
func metaTargets(meta *repository.Meta) []any {
	return []any{&meta.ETag, &meta.Created.By, &meta.Created.ByType, &meta.Created.At,
		&meta.Modified.By, &meta.Modified.ByType, &meta.Modified.At}
}

func utc(meta *repository.Meta) {
	meta.Created.At, meta.Modified.At = meta.Created.At.UTC(), meta.Modified.At.UTC()
}

func metaValues(meta repository.Meta) []any {
	return []any{meta.ETag, meta.Created.By, meta.Created.ByType, meta.Created.At,
		meta.Modified.By, meta.Modified.ByType, meta.Modified.At}
}

// partColumn reads a resource that is kept with its service, as JSON, or null.
type partColumn[T any] struct{ part **repository.Part[T] }

// ScanBytes implements pgtype.BytesScanner: it gets the text as it arrived, without a copy.
func (c partColumn[T]) ScanBytes(text []byte) error {
	*c.part = nil
	if text == nil {
		return nil
	}
	return json.Unmarshal(text, c.part)
}

// partValue is what partColumn reads. It refuses a string that is not UTF-8, rather than to change it.
func partValue[T any](part *repository.Part[T]) (any, error) {
	if part == nil {
		return nil, nil
	}
	text, err := json.Marshal(part)
	if err != nil {
		return nil, refusal{err}
	}
	return string(text), nil
}
