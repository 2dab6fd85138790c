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

// pageSize is how many resources a list shows at once.
const pageSize = 100

// list is the answer to a list operation. NextLink is absent on the last page.
type list struct {
	Value    []*resource `json:"value"`
	NextLink string      `json:"nextLink,omitzero"`
}

// page reads where a list shall go on. One record more than a page is asked for, to know whether there is another.
func (c *call) page() (repository.Page, error) {
	page := repository.Page{Limit: pageSize + 1}
	token := c.query.Get("$skipToken")
	if token == "" {
		return page, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(raw), "/")
	if err != nil || len(parts) != 4 || !utf8.Valid(raw) || bytes.IndexByte(raw, 0) >= 0 { // stores keep text without NUL
		return page, newError(http.StatusBadRequest, arm.InvalidSkipToken, "$skipToken",
			"The $skipToken is not one of this API. Follow the nextLink of the previous page as it is.")
	}
	page.After = repository.NewKey(parts...)
	return page, nil
}

// listOf shows one page of records. key is a record's key, id its id as its creator spelt it.
func listOf[T any](s *server, c *call, records []*T, show func(*T) (*resource, error), key func(*T) repository.Key) (answer, error) {
	l := list{Value: make([]*resource, 0, len(records))}
	for i, record := range records {
		if i == pageSize {
			l.NextLink = s.nextLink(c, key(records[i-1]))
			break
		}
		r, err := show(record)
		if err != nil {
			return answer{}, err
		}
		l.Value = append(l.Value, r)
	}
	return answer{status: http.StatusOK, body: l}, nil
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
