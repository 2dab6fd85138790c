// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// maxWarnings bounds the header fields of one answer: clients refuse answers with too many.
const maxWarnings = 32

func addWarnings(h http.Header, settings string, warnings []cors.Problem) {
	for _, w := range warnings[:min(len(warnings), maxWarnings)] {
		h.Add("Corsgate-Warning", fmt.Sprintf("%s; target=%s; message=%s", w.Code, target(settings, w), w.Message()))
	}
}

// answerSettings is answerGet that says again what was said when the settings were written.
func (s *server) answerSettings(c *call, etag string, settings *repository.Part[cors.Settings], show func() (any, error)) (answer, error) {
	a, err := c.answerGet(etag, func() (any, error) {
		return s.bodies.of(look{etag, c.grant.ID().Path, c.version}, show)
	})
	if settings != nil && a.body != nil {
		a.warnings = s.warnings.of(settings)
	}
	return a, err
}

// warningsSeen remembers the warnings about settings by their ETag, which no other settings ever have: to find them
// again is more work than all else of a read.
type warningsSeen struct {
	byETag *lru.Cache[string, []cors.Problem]
}

// maxSeen settings are remembered, with a few warnings each.
const maxSeen = 4096

func newWarningsSeen() warningsSeen {
	cache, err := lru.New[string, []cors.Problem](maxSeen)
	if err != nil {
		panic(err) // only if the size is not positive
	}
	return warningsSeen{cache}
}

func (w warningsSeen) of(settings *repository.Part[cors.Settings]) []cors.Problem {
	if known, seen := w.byETag.Get(settings.Meta.ETag); seen {
		return known
	}
	warnings, _ := cors.Validate(settings.Value) // what is stored was accepted
	warnings = append([]cors.Problem(nil), warnings[:min(len(warnings), maxWarnings)]...)
	w.byETag.Add(settings.Meta.ETag, warnings)
	return warnings
}
