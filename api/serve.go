// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/arm/shape"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// call is one authorized request to one operation.
type call struct {
	*http.Request
	w     http.ResponseWriter
	facts *facts
	grant service.Grant // none, where an operation is on no resource
	query url.Values
	// version is the api-version that the caller speaks.
	version shape.Version
}

// answer is what an operation came to. The zero ETag, revision and warnings are not sent.
type answer struct {
	status   int
	body     any
	etag     string
	revision repository.Revision
	warnings []cors.Problem
}

// serve runs an operation after the checks that come before it, in the order of the contract: the id, the
// api-version, then authorization, which needs nothing but the path; the operation reads the body.
func (s *server) serve(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		result, err := s.run(c, r)
		if err != nil {
			s.failAt(c, err, r.settings)
			return
		}
		s.write(c, r, result)
	}
}

func (s *server) run(c *gin.Context, r route) (answer, error) {
	f := factsOf(c.Request.Context())
	var id arm.ID
	if r.below != everything {
		var err error
		if id, err = arm.ParseID(cutSegments(f.path, r.below)); err != nil {
			return answer{}, errNoSuchRoute
		}
	}
	query := c.Request.URL.Query()
	version, err := chooseVersion(r.kind, parameter(query, "api-version"))
	if err != nil {
		return answer{}, err
	}
	call := &call{Request: c.Request, w: c.Writer, facts: f, query: query, version: version}
	if r.below != everything {
		if call.grant, err = s.manager.Authorize(f.principal, r.action(), id); err != nil {
			return answer{}, err
		}
	}
	if err := s.limits.take(c.Writer.Header(), f.principal, id.Subscription, r.method); err != nil {
		return answer{}, err
	}
	return r.run(call)
}

// cutSegments removes segments from the end of a path.
func cutSegments(path string, n int) string {
	for range n {
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return path
}

// parameter is the values of a query parameter, whose name ARM compares without regard to case.
func parameter(query url.Values, name string) []string {
	var values []string
	for key, more := range query {
		if strings.EqualFold(key, name) {
			values = append(values, more...)
		}
	}
	return values
}

// chooseVersion wants exactly one api-version that the type is served in.
func chooseVersion(t arm.Type, values []string) (shape.Version, error) {
	if len(values) == 0 || len(values) == 1 && values[0] == "" {
		return "", newError(http.StatusBadRequest, arm.MissingAPIVersionParameter, "api-version",
			"The api-version query parameter (?api-version=) is required for all requests.")
	}
	if len(values) == 1 && arm.Supports(t, values[0]) {
		return shape.Version(values[0]), nil
	}
	supported := arm.SupportedVersions(t)
	e := newError(http.StatusBadRequest, arm.UnsupportedAPIVersionValue, "api-version",
		fmt.Sprintf("Unsupported api-version %q. The supported api-versions are '%s'.", shown(strings.Join(values, ",")),
			strings.Join(supported, ", ")))
	e.body.AdditionalInfo = []arm.AdditionalInfo{{Type: arm.APIVersions, Info: map[string]any{"supported": supported}}}
	return "", e
}

// preconditions are those that the request states.
func (c *call) preconditions() arm.Preconditions {
	return arm.Preconditions{IfMatch: c.condition("If-Match"), IfNoneMatch: c.condition("If-None-Match")}
}

// condition is a field's value; one that is there and empty matches nothing, and is not absent.
func (c *call) condition(name string) string {
	lines := c.Header.Values(name)
	if value := strings.Join(lines, ","); value != "" || len(lines) == 0 {
		return value
	}
	return ","
}

func (c *call) write() service.Write {
	return service.Write{Preconditions: c.preconditions(), ClientAddress: c.facts.client, CorrelationID: c.facts.correlationID}
}

// write answers with success.
func (s *server) write(c *gin.Context, r route, a answer) {
	h := c.Writer.Header()
	if a.etag != "" {
		h.Set("ETag", arm.QuoteETag(a.etag))
	}
	if a.revision != 0 {
		h.Set("Corsgate-Revision", strconv.FormatInt(int64(a.revision), 10))
	}
	if r.verb == arm.Write || r.verb == arm.Delete {
		h.Set("X-Go-Azure-Sdk-Skip-Polling-Delay", "true") // everything is done: that client would wait 10 s to ask
	}
	addWarnings(h, r.settings, a.warnings)
	if a.body == nil {
		c.Writer.WriteHeader(a.status)
		c.Writer.WriteHeaderNow()
		return
	}
	body, err := encode(a.body)
	if err != nil {
		s.fail(c, err)
		return
	}
	h.Set("Content-Type", "application/json; charset=utf-8")
	c.Writer.WriteHeader(a.status)
	_, _ = c.Writer.Write(body) // the caller has gone; there is nobody to tell
}

// answerGet is the answer to a GET: 304, without the work of showing it, if the caller has the representation already.
func (c *call) answerGet(etag string, show func() (any, error)) (answer, error) {
	if c.preconditions().Unchanged(etag) {
		return answer{status: http.StatusNotModified, etag: etag}, nil
	}
	body, err := show()
	return answer{status: http.StatusOK, etag: etag, body: body}, err
}

// answerPut is the answer to a PUT. revision is that of the record's last change, also if this PUT changed nothing: so
// whoever waits for it waits for what is in force.
func answerPut[T any](r service.Result[T], etag string, revision repository.Revision, body any) answer {
	status := http.StatusOK
	if r.Created {
		status = http.StatusCreated
	}
	return answer{status: status, etag: etag, body: body, revision: revision, warnings: r.Warnings}
}

func answerDelete(d service.Deleted, err error) (answer, error) {
	if !d.Existed {
		return answer{status: http.StatusNoContent}, err
	}
	return answer{status: http.StatusOK, revision: d.Revision}, err
}
