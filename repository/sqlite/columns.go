// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/repository"
)

// scanner is a *sql.Row or the current one of *sql.Rows.
type scanner interface{ Scan(dest ...any) error }

// timeLayout has a fixed width, so that the text's order is the time's, and keeps microseconds, as other databases do.
const timeLayout = "2006-01-02T15:04:05.000000Z"

func formatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// timeColumn reads a time that formatTime wrote.
type timeColumn struct{ to *time.Time }

func (c timeColumn) Scan(value any) error {
	text, ok := value.(string)
	if !ok {
		return fmt.Errorf("time column holds %T", value)
	}
	var err error
	*c.to, err = time.Parse(time.RFC3339Nano, text) // whose form it has, and which is read several times faster
	return err
}

// metaColumns are etag and the six columns of the two stamps, in the order of the tables.
func metaColumns(meta *repository.Meta) []any {
	return []any{&meta.ETag, &meta.Created.By, &meta.Created.ByType, timeColumn{&meta.Created.At},
		&meta.Modified.By, &meta.Modified.ByType, timeColumn{&meta.Modified.At}}
}

func metaValues(meta repository.Meta) []any {
	return []any{meta.ETag, meta.Created.By, meta.Created.ByType, formatTime(meta.Created.At),
		meta.Modified.By, meta.Modified.ByType, formatTime(meta.Modified.At)}
}

// partColumn is a resource that is kept with its service, as JSON, or null.
type partColumn[T any] struct{ part **repository.Part[T] }

var (
	_ sql.Scanner   = partColumn[repository.Upstream]{}
	_ driver.Valuer = partColumn[repository.Upstream]{}
)

func (c partColumn[T]) Scan(value any) error {
	*c.part = nil
	text, ok := value.(string)
	if !ok {
		return nil // null: a STRICT table has no third
	}
	return json.Unmarshal([]byte(text), c.part)
}

func (c partColumn[T]) Value() (driver.Value, error) {
	if *c.part == nil {
		return nil, nil
	}
	text, err := json.Marshal(*c.part) // refuses a string that is not UTF-8, rather than to change it
	return string(text), err
}
