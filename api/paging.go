// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
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
	Value    []any  `json:"value"`
	NextLink string `json:"nextLink,omitzero"`
}

// top is how many resources the caller wants on a page; more than there are on one is no fault.
func (c *call) top() (int, error) {
	values := parameter(c.query, "$top")
	if len(values) == 0 {
		return pageSize, nil
	}
	n, err := strconv.ParseUint(values[0], 10, 31)
	if err != nil || n == 0 || len(values) > 1 {
		return 0, newError(http.StatusBadRequest, arm.InvalidQueryParameterValue, "$top",
			"The $top is not a whole number above 0. Use one from 1 to 100, once, or leave it out.")
	}
	return min(int(n), pageSize), nil
}

// after reads where a list shall go on: behind this key.
func (c *call) after() (repository.Key, error) {
	token := strings.Join(parameter(c.query, "$skipToken"), "/") // two are none: the alphabet has no slash
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
	show func(*T) (any, error)
	key  func(*T) repository.Key
}

// page is where the page begins that the caller asks for, and how many there are to be on it.
func (c *call) page() (after repository.Key, most int, err error) {
	if after, err = c.after(); err != nil {
		return after, 0, err
	}
	if len(parameter(c.query, "$filter")) > 0 { // to leave it out of account would be to answer something else
		return after, 0, newError(http.StatusBadRequest, arm.InvalidQueryParameterValue, "$filter",
			"Lists cannot be filtered. Leave $filter out, and choose from the whole list.")
	}
	most, err = c.top()
	return after, most, err
}

// answerList shows one page of records.
func answerList[T any](s *server, c *call, from lister[T]) (answer, error) {
	last, most, err := c.page()
	if err != nil {
		return answer{}, err
	}
	l, size := list{Value: []any{}}, 0
	for {
		limit := min(pageChunk, most-len(l.Value)+1)
		records, err := from.read(repository.Page{After: last, Limit: limit})
		if err != nil {
			return answer{}, err
		}
		for _, record := range records {
			if len(l.Value) == most || size > pageBytes {
				l.NextLink = s.nextLink(c, last)
				return answerOK(l), nil
			}
			shown, err := from.show(record)
			if err != nil {
				return answer{}, err
			}
			l.Value, last = append(l.Value, shown), from.key(record)
			if r, large := shown.(*resource); large {
				size += r.Properties.size()
			}
		}
		if len(records) < limit {
			return answerOK(l), nil
		}
	}
}

// nextLink is absolute, and its token survives clients that encode it again: it has no character that would change.
func (s *server) nextLink(c *call, last repository.Key) string {
	token := strings.Join([]string{last.Subscription, last.Group, last.Workspace, last.Service}, "/")
	query := url.Values{"api-version": parameter(c.query, "api-version"), "$skipToken": {base64.RawURLEncoding.EncodeToString([]byte(token))}}
	if top := parameter(c.query, "$top"); len(top) > 0 {
		query["$top"] = top
	}
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
