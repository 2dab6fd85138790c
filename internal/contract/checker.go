// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/corsgate/corsgate"
)

// Checker compares requests and responses with the document, and fails its test where they differ.
type Checker struct {
	// AnyRequest leaves requests unchecked: for tests that try whatever the API lets pass, such as a read-only member
	// of another type.
	AnyRequest bool

	t testing.TB
	*description
}

// New loads the document. A document that is not valid, its examples included, fails the test.
func New(t testing.TB) *Checker {
	t.Helper()
	d, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return &Checker{t: t, description: d}
}

// description is the document, which nobody changes, and what was seen of it.
type description struct {
	doc  *openapi3.T
	seen sync.Map // of what Missed lists
}

// loaded loads the document once for all tests of a package.
var loaded = sync.OnceValues(func() (*description, error) {
	doc, err := Load()
	return &description{doc: doc}, err
})

// Load reads and validates the document, its examples included.
func Load() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(corsgate.OpenAPI)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	return doc, nil
}

// Document is the loaded document. It is read-only.
func (c *Checker) Document() *openapi3.T { return c.doc }

// Wrap checks what passes through next. Responses are always checked; requests only where the response is a success,
// because bad requests are meant to be bad.
func (c *Checker) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent bytes.Buffer
		if r.Body != nil {
			r.Body = readCloser{io.TeeReader(r.Body, &sent), r.Body}
		}
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		answer := recorder.Result()
		got := recorder.Body.Bytes()
		if err := c.Check(r, sent.Bytes(), answer, got); err != nil {
			c.t.Errorf("%s %s: %d: %v", r.Method, r.URL.Path, answer.StatusCode, err)
		}
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = w.Write(got) // the test sees what is missing
	})
}

type readCloser struct {
	io.Reader
	io.Closer
}

// Check compares one request and its response with the document.
func (c *Checker) Check(r *http.Request, sent []byte, answer *http.Response, got []byte) error {
	if r.Method == http.MethodHead {
		got = nil // net/http sends none
	}
	route, params := c.find(r)
	if err := c.checkResponse(r, route, answer, got); err != nil {
		return err
	}
	c.note(route, answer.StatusCode)
	// 204 says that there is nothing of that name, which may be any.
	if c.AnyRequest || answer.StatusCode >= 400 || answer.StatusCode == http.StatusNoContent {
		return nil
	}
	request := r.Clone(r.Context())
	request.Body = io.NopCloser(bytes.NewReader(sent))
	request.ContentLength = int64(len(sent))
	err := openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: request, PathParams: params, Route: route, Options: options(),
	})
	if err != nil {
		return fmt.Errorf("request was accepted, but is not as described: %w", err)
	}
	return nil
}

func (c *Checker) checkResponse(r *http.Request, route *routers.Route, answer *http.Response, got []byte) error {
	described := route.Operation.Responses.Status(answer.StatusCode)
	if described == nil {
		return errors.New("this status is not described")
	}
	if len(described.Value.Content) == 0 && len(got) > 0 {
		return errors.New("a body that is not described")
	}
	o := options()
	if r.Method == http.MethodHead { // of which the library would look at nothing
		o.ExcludeResponseBody, r = true, r.Clone(r.Context())
		r.Method = http.MethodGet
	}
	err := openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header,
		Body: io.NopCloser(bytes.NewReader(got)), Options: o,
	})
	if err != nil {
		return fmt.Errorf("response is not as described: %w", err)
	}
	return nil
}

// options: authentication is not the document's to check, and read-only members may be sent back.
func options() *openapi3filter.Options {
	o := &openapi3filter.Options{ExcludeReadOnlyValidations: true, SkipSettingDefaults: true,
		MultiError: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, RejectWhenRequestBodyNotSpecified: true}
	o.WithCustomSchemaErrorFunc(func(e *openapi3.SchemaError) string { // without schema and value, which are long
		return "/" + strings.Join(e.JSONPointer(), "/") + ": " + e.Reason
	})
	return o
}
