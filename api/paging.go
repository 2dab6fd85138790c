// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// A page has at most so many resources, and ends earlier once it is large: one resource can have megabytes of settings.
// For the same reason a list reads only a few records at a time.
const (
	pageSize  = 100
	pageBytes = 4 << 20
	pageChunk = 20
)

// list is the answer to a list operation. NextLink is absent on the last page.
type list struct {
	Value    []*resource `json:"value"`
	NextLink string      `json:"nextLink,omitzero"`
}

// after reads where a list shall go on: behind this key.
func (c *call) after() (repository.Key, error) {
	token := c.query.Get("$skipToken")
	if token == "" {
		return repository.Key{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(raw), "/")
	if err != nil || len(parts) != 4 || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 { // stores keep text without NUL
		return repository.Key{}, newError(http.StatusBadRequest, arm.InvalidSkipToken, "$skipToken",
			"The $skipToken is not one of this API. Follow the nextLink of the previous page as it is.")
	}
	return repository.NewKey(parts...), nil
}

// lister is what a list needs to know of its kind of records.
type lister[T any] struct {
	read func(repository.Page) ([]*T, error)
	show func(*T) (*resource, error)
	key  func(*T) repository.Key
}

// answerList shows one page of records.
func answerList[T any](s *server, c *call, from lister[T]) (answer, error) {
	last, err := c.after()
	if err != nil {
		return answer{}, err
	}
	l, size := list{Value: []*resource{}}, 0
	for {
		records, err := from.read(repository.Page{After: last, Limit: pageChunk})
		if err != nil {
			return answer{}, err
		}
		for _, record := range records {
			if len(l.Value) == pageSize || size > pageBytes {
				l.NextLink = s.nextLink(c, last)
				return answer{status: http.StatusOK, body: l}, nil
			}
			r, err := from.show(record)
			if err != nil {
				return answer{}, err
			}
			l.Value = append(l.Value, r)
			last, size = from.key(record), size+len(r.Properties)
		}
		if len(records) < pageChunk {
			return answer{status: http.StatusOK, body: l}, nil
		}
	}
}

// nextLink is absolute, and its token survives clients that encode it again: it has no character that would change.
func (s *server) nextLink(c *call, last repository.Key) string {
	token := strings.Join([]string{last.Subscription, last.Group, last.Workspace, last.Service}, "/")
	query := url.Values{"api-version": parameter(c.query, "api-version"), "$skipToken": {base64.RawURLEncoding.EncodeToString([]byte(token))}}
	return s.publicURL + (&url.URL{Path: c.facts.path}).EscapedPath() + "?" + query.Encode()
}

// storedID is the id of a record in a list, as its creator spelt it.
func storedID(path string) arm.ID {
	id, err := arm.ParseID(path)
	if err != nil { // ids are parsed before they are stored
		return arm.ID{Path: path}
	}
	return id
}
