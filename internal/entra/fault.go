// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/google/uuid"
)

// number is one of Entra ID's error numbers, as in AADSTS700016.
//
// https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes
type number int

const (
	internalError   number = 50000
	blockedPlace    number = 53003
	unknownGrant    number = 70003
	invalidScope    number = 70011
	unknownTenant   number = 90002
	severalClients  number = 90011
	unknownResource number = 500011
	unknownClient   number = 700016
	missing         number = 900144
	wrongMethod     number = 900561
	noDefaultScope  number = 1002012
	wrongSecret     number = 7000215
	noSecret        number = 7000216
	malformed       number = 9002313
	duplicate       number = 9000411
)

// answer is the status and the error of RFC 6749 section 5.2 that go with a number.
func (n number) answer() (status int, name string) {
	switch n {
	case unknownTenant:
		return http.StatusBadRequest, "invalid_tenant"
	case unknownGrant:
		return http.StatusBadRequest, "unsupported_grant_type"
	case unknownClient:
		return http.StatusBadRequest, "unauthorized_client"
	case wrongSecret, noSecret:
		return http.StatusUnauthorized, "invalid_client"
	case invalidScope, noDefaultScope:
		return http.StatusBadRequest, "invalid_scope"
	case unknownResource:
		return http.StatusBadRequest, "invalid_resource"
	case wrongMethod:
		return http.StatusMethodNotAllowed, "invalid_request"
	case blockedPlace:
		return http.StatusForbidden, "access_denied"
	case internalError:
		return http.StatusInternalServerError, "server_error"
	}
	return http.StatusBadRequest, "invalid_request"
}

// fault is a request that is refused. Its text is for the client and repeats nothing of what the client has sent: a
// secret can stand in any parameter by mistake.
type fault struct {
	number number
	text   string
}

func (f *fault) Error() string { return fmt.Sprintf("AADSTS%d: %s", f.number, f.text) }

func faultf(n number, format string, args ...any) error {
	return &fault{number: n, text: fmt.Sprintf(format, args...)}
}

// failure is the body of an answer that refuses.
type failure struct {
	Error         string `json:"error"`
	Description   string `json:"error_description"`
	Codes         []int  `json:"error_codes"`
	Timestamp     string `json:"timestamp"`
	TraceID       string `json:"trace_id"`
	CorrelationID string `json:"correlation_id"`
	URI           string `json:"error_uri"`
}

// refuse answers with what is wrong.
func (e *exchange) refuse(err error) {
	var f *fault
	if !errors.As(err, &f) {
		e.a.log.Error("the authority failed", slog.Any("error", err))
		f = &fault{internalError, "The token cannot be made. The log of the server says why."}
	}
	status, name := f.number.answer()
	trace, correlation := uuid.NewString(), e.correlationID()
	at := e.a.now().UTC().Format("2006-01-02 15:04:05Z")
	e.a.log.Info("the authority refused a request", slog.Int("aadsts", int(f.number)), slog.Int("status", status),
		slog.String("tenant", e.tenant), slog.String("traceId", trace), slog.String("correlationId", correlation))
	e.w.Header().Set("X-Ms-Request-Id", trace)
	if _, _, basic := e.r.BasicAuth(); basic && status == http.StatusUnauthorized {
		e.w.Header().Set("WWW-Authenticate", `Basic realm="corsgate"`) // RFC 6749 section 5.2
	}
	// What stands in the body is text and numbers of ours, so that it can be encoded.
	_ = e.write(status, failure{
		Error: name, Codes: []int{int(f.number)}, Timestamp: at, TraceID: trace, CorrelationID: correlation,
		Description: fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s", f.Error(), trace, correlation, at),
		URI:         "https://login.microsoftonline.com/error?code=" + strconv.Itoa(int(f.number)),
	})
}

// correlationID is the one that the client has sent, if it is a GUID, and else a new one. MSAL sends it in a header, or in
// the query.
func (e *exchange) correlationID() string {
	for _, sent := range []string{e.r.Header.Get("Client-Request-Id"), e.r.URL.Query().Get("client-request-id")} {
		if id, err := uuid.Parse(sent); err == nil {
			return id.String()
		}
	}
	return uuid.NewString()
}
