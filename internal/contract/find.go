// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"net/http"
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
			return c.elsewhere("MethodNotAllowed", http.StatusMethodNotAllowed), nil
		}
		return &routers.Route{Spec: c.doc, Path: template, PathItem: item, Method: r.Method, Operation: operation}, params
	}
	return c.elsewhere("NotFound", http.StatusNotFound), nil
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

// elsewhere describes what a request comes to for which there is no operation.
func (c *Checker) elsewhere(component string, status int) *routers.Route {
	failures := c.doc.Components.Responses
	operation := &openapi3.Operation{Responses: openapi3.NewResponses(
		openapi3.WithStatus(status, failures[component]),
		openapi3.WithStatus(http.StatusUnauthorized, failures["Unauthorized"]),
		openapi3.WithStatus(http.StatusInternalServerError, failures["InternalError"]),
	)}
	return &routers.Route{Spec: c.doc, PathItem: &openapi3.PathItem{}, Operation: operation}
}
