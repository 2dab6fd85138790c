// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxForm is far above any request of this grant.
const maxForm = 64 << 10

// request is what a client asks the token endpoint.
type request struct {
	clientID, secret, scope string
}

// parse reads a request for a token. What is wrong with it is a *fault.
func (e *exchange) parse() (request, error) {
	form, err := e.form()
	if err != nil {
		return request{}, err
	}
	id, secret, err := credentials(e.r, form)
	if err != nil {
		return request{}, err
	}
	for _, need := range []struct{ name, value string }{{"grant_type", form.Get("grant_type")}, {"client_id", id}, {"scope", form.Get("scope")}} {
		if need.value == "" {
			return request{}, faultf(missing, "The request body, of type application/x-www-form-urlencoded, must contain the parameter '%s'.", need.name)
		}
	}
	if form.Get("grant_type") != grantType {
		return request{}, faultf(unknownGrant, "The only grant type of this authority is '%s'.", grantType)
	}
	return request{clientID: id, secret: secret, scope: form.Get("scope")}, nil
}

// form reads the body. As in Entra ID the parameters of a body of another type are just not there.
func (e *exchange) form() (url.Values, error) {
	if kind, _, err := mime.ParseMediaType(e.r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return url.Values{}, nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(e.w, e.r.Body, maxForm))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, faultf(malformed, "The request body is longer than %d bytes.", maxForm)
	}
	if err != nil {
		return nil, faultf(malformed, "The request body did not arrive as a whole.")
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, faultf(malformed, "The request body cannot be decoded as a form.")
	}
	return form, checkOnce(form)
}

// checkOnce refuses what is there twice (RFC 6749 section 3.2), and names it if it is one of those that mean something.
func checkOnce(form url.Values) error {
	for _, name := range []string{"grant_type", "client_id", "client_secret", "scope"} {
		if len(form[name]) > 1 {
			return faultf(duplicate, "The parameter '%s' is there more than once.", name)
		}
	}
	for _, values := range form {
		if len(values) > 1 {
			return faultf(duplicate, "A parameter is there more than once.")
		}
	}
	return nil
}

// credentials are in the body, or in a Basic Authorization header, in which both parts are encoded like a form (RFC
// 6749 section 2.3.1). The client may name itself in both places, and authenticate in one.
func credentials(r *http.Request, form url.Values) (id, secret string, err error) {
	id, secret = form.Get("client_id"), form.Get("client_secret")
	lines := r.Header.Values("Authorization")
	if !slices.ContainsFunc(lines, isBasic) {
		return id, secret, nil
	}
	user, password, ok := r.BasicAuth()
	if ok && len(lines) == 1 {
		user, err = url.QueryUnescape(user)
		if err == nil {
			password, err = url.QueryUnescape(password)
		}
	}
	switch {
	case !ok || len(lines) != 1 || err != nil:
		return "", "", faultf(malformed, "The Authorization header cannot be decoded.")
	case id != "" && !strings.EqualFold(id, user):
		return "", "", faultf(severalClients, "The Authorization header and the request body name different applications.")
	case secret != "":
		return "", "", faultf(malformed, "There is a secret in the Authorization header and another in the request body.")
	}
	return user, password, nil
}

func isBasic(line string) bool {
	scheme, _, _ := strings.Cut(line, " ")
	return strings.EqualFold(scheme, "Basic")
}
