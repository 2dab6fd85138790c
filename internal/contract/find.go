// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
)

// find is the operation that the document has for a request, and the parameters in its path. Literals are compared
// without regard to case, as the API does. What the document does not have is held to the general failures.
func (c *Checker) find(r *http.Request) (*routers.Route, map[string]string) {
	for template, item := range c.doc.Paths.Map() {
		params, ok := match(template, r.URL.Path)
		if !ok {
			continue
		}
		operation := item.Operations()[r.Method]
		if operation == nil {
			return c.elsewhere(failure{http.StatusMethodNotAllowed, "MethodNotAllowed"}), nil
		}
		return &routers.Route{Spec: c.doc, Path: template, PathItem: item, Method: r.Method, Operation: operation}, params
	}
	// To a router, an empty segment may be a parameter, so that the method is at fault first.
	return c.elsewhere(failure{http.StatusNotFound, "NotFound"}, failure{http.StatusMethodNotAllowed, "MethodNotAllowed"}), nil
}

// match compares a path with a template, segment by segment. A parameter is one segment that is not empty.
func match(template, path string) (map[string]string, bool) {
	wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range wanted {
		name, isParam := strings.CutPrefix(want, "{")
		switch {
		case isParam && got[i] != "":
			params[strings.TrimSuffix(name, "}")] = got[i]
		case isParam || !strings.EqualFold(want, got[i]):
			return nil, false
		}
	}
	return params, true
}

// failure is a status with its component in the document.
type failure struct {
	status    int
	component string
}

// elsewhere describes what a request comes to for which there is no operation.
func (c *Checker) elsewhere(failures ...failure) *routers.Route {
	operation := &openapi3.Operation{Responses: openapi3.NewResponsesWithCapacity(4)}
	failures = append(failures, failure{http.StatusUnauthorized, "Unauthorized"}, failure{http.StatusInternalServerError, "InternalError"})
	for _, f := range failures {
		operation.Responses.Set(strconv.Itoa(f.status), c.doc.Components.Responses[f.component])
	}
	return &routers.Route{Spec: c.doc, PathItem: &openapi3.PathItem{}, Operation: operation}
}
