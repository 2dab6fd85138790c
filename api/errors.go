// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-json-experiment/json"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/internal/spelling"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/service"
)

// httpError is an error with its HTTP status.
type httpError struct {
	status int
	body   arm.Error
	// header fields that belong to the status, as pairs.
	header []string
}

func newError(status int, code arm.Code, target, message string) *httpError {
	return &httpError{status: status, body: arm.Error{Code: code, Target: target, Message: message}}
}

// Error is the text that the caller is told.
func (e *httpError) Error() string { return e.body.Error() }

func (e *httpError) with(name, value string) *httpError {
	e.header = append(e.header, name, value)
	return e
}

// Failures that are the same for everybody.
var (
	errNoToken = newError(http.StatusUnauthorized, arm.AuthenticationFailed, "Authorization",
		"Authentication failed: a bearer token is required in the Authorization header.").with("WWW-Authenticate", challenge)
	errNoSuchRoute = newError(http.StatusNotFound, arm.InvalidResourceType, "",
		"There is no such resource type or path. Compare it with the API's description, openapi.yaml.")
	errMethodNotAllowed = newError(http.StatusMethodNotAllowed, arm.MethodNotAllowed, "",
		"The resource does not support this method. The Allow header lists those that it does.")
	errTooLarge = newError(http.StatusRequestEntityTooLarge, arm.RequestEntityTooLarge, "", "The body is larger than 4 MiB.")
	errTooSlow  = newError(http.StatusRequestTimeout, arm.RequestTimeout, "",
		"The body did not arrive in time. Repeat the request.").with("Connection", "close")
	errInternal = newError(http.StatusInternalServerError, arm.InternalServerError, "",
		"The server failed. Please report the x-ms-request-id of this answer to its operator.")
)

// challenge asks for a token. What was wrong with the one that was sent is added to it (RFC 6750 section 3).
const challenge = `Bearer realm="corsgate"`

func unauthenticated(why string) *httpError {
	return newError(http.StatusUnauthorized, arm.AuthenticationFailed, "Authorization", "Authentication failed: "+why+".").
		with("WWW-Authenticate", challenge+`, error="invalid_token", error_description="`+why+`"`)
}

// toHTTP is the one map from errors to answers.
func (s *server) toHTTP(err error, f *facts, settings string) *httpError {
	var (
		known     *httpError
		forbidden *service.ForbiddenError
		problems  *cors.Problems
		invalid   *service.InvalidError
	)
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &forbidden):
		return newError(http.StatusForbidden, arm.AuthorizationFailed, "", forbidden.Error())
	case errors.As(err, &problems):
		return invalidSettings(problems, settings)
	case errors.As(err, &invalid):
		return newError(statusOfInvalid(invalid.Code), invalid.Code, invalid.Target, invalid.Error())
	case errors.Is(err, service.ErrPreconditionFailed):
		return newError(http.StatusPreconditionFailed, arm.PreconditionFailed, "",
			"The resource has changed, exists already or does not exist: If-Match or If-None-Match does not hold. Read it again and retry.")
	case errors.Is(err, repository.ErrNotFound):
		return newError(http.StatusNotFound, arm.ResourceNotFound, "", "The resource '"+shown(f.path)+"' was not found.")
	case errors.Is(err, repository.ErrParentNotFound):
		return newError(http.StatusNotFound, arm.ParentResourceNotFound, "",
			"The resource '"+shown(f.path)+"' has no parent to be in. Create the resource above it first.")
	case errors.Is(err, repository.ErrTaken):
		return newError(http.StatusConflict, arm.WorkspaceNameUnavailable, "name",
			"The name is in use. Host names depend on it, so it must be unique in the whole installation; choose another.")
	case errors.Is(err, repository.ErrNotEmpty):
		return newError(http.StatusConflict, arm.CannotDeleteResource, "",
			"The resource still has nested resources. Delete them first.")
	case errors.Is(err, repository.ErrUnavailable), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		s.log.Error("store unavailable", slog.String("requestId", f.requestID), slog.Any("error", err))
		return newError(http.StatusServiceUnavailable, arm.ServiceUnavailable, "",
			"The settings store cannot be reached at the moment. Repeat the request; a PUT can be repeated safely.").with("Retry-After", "5")
	}
	s.log.Error("internal error", slog.String("requestId", f.requestID), slog.Any("error", err))
	return errInternal
}

func statusOfInvalid(code arm.Code) int {
	if code == arm.InvalidResourceLocation || code == arm.SubscriptionUnavailable {
		return http.StatusConflict
	}
	return http.StatusBadRequest
}

// invalidSettings lists every problem of refused CORS settings.
func invalidSettings(p *cors.Problems, settings string) *httpError {
	e := newError(http.StatusBadRequest, arm.InvalidCorsConfiguration, settings,
		"The CORS settings were not accepted. Each problem is listed in details, with the way to correct it.")
	for _, problem := range p.List {
		detail := arm.Error{Code: arm.Code(problem.Code), Target: target(settings, problem), Message: problem.Message()}
		if near := suggested(problem); near != "" {
			detail.AdditionalInfo = []arm.AdditionalInfo{{Type: arm.Suggestion, Info: map[string]any{"property": near}}}
		}
		e.body.Details = append(e.body.Details, detail)
	}
	return e
}

// suggested is the setting that was probably meant by one that does not exist.
func suggested(p cors.Problem) string {
	if p.Code != cors.UnknownProperty {
		return ""
	}
	return spelling.Nearest(p.Field, cors.Fields())
}

// target is a finding's JSON path in the resource that the caller sent.
func target(settings string, p cors.Problem) string {
	return strings.TrimSuffix(settings+"."+p.Target(), ".")
}

// shown is a caller's own path, short enough for a message.
func shown(path string) string {
	const most = 512
	if len(path) > most {
		path = path[:most] + "…"
	}
	return strings.ToValidUTF8(path, "?")
}

// fail answers with an error and ends the handling of the request.
func (s *server) fail(c *gin.Context, err error) { s.failAt(c, err, "") }

func (s *server) failAt(c *gin.Context, err error, settings string) {
	c.Abort()
	switch slow := errors.Is(err, errTooSlow); { // for net/http its context has ended too, but the client is there
	case !slow && c.Request.Context().Err() != nil:
		c.Writer.WriteHeader(statusClientGone)
		return
	case !slow && factsOf(c.Request.Context()).principal.ID != "":
		drain(c.Request)
	}
	writeError(c.Writer, s.toHTTP(err, factsOf(c.Request.Context()), settings))
}

// maxDrain is how much of a body is read that nobody wants: some more than is allowed, for a caller who is known. A client
// that is still writing when the connection closes would not see why it was refused.
const maxDrain = 2 * maxBodyBytes

func drain(r *http.Request) {
	if r.Body == nil || r.Header.Get("Expect") != "" || r.ContentLength > maxDrain { // whoever asks first has sent nothing yet
		return
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, maxDrain)) // the answer is decided already
}

// statusClientGone is for the log: nobody is there to get an answer.
const statusClientGone = 499

// writeError is the one writer of failures: Azure's envelope, and its code in a header too, where SDKs look first.
func writeError(w http.ResponseWriter, e *httpError) {
	body, err := json.Marshal(arm.ErrorBody{Error: e.body})
	if err != nil { // only if a message is not UTF-8
		body = []byte(`{"error":{"code":"InternalServerError","message":"The server failed."}}`)
	}
	h := w.Header()
	for i := 0; i+1 < len(e.header); i += 2 {
		h.Set(e.header[i], e.header[i+1])
	}
	h.Set("X-Ms-Error-Code", string(e.body.Code))
	h.Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(e.status)
	_, _ = w.Write(body) // the caller has gone; there is nobody to tell
}
