// SPDX-License-Identifier: Apache-2.0

package entra

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type refusal struct {
	request *http.Request
	status  int
	name    string
	code    int
}

func (w *world) refusals() map[string]refusal {
	const secret = "client_secret"
	raw := func(kind, body string) *http.Request {
		r := httptest.NewRequest(http.MethodPost, "https://"+address+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		return r
	}
	header := func(form url.Values, lines ...string) *http.Request {
		r := post(form)
		r.Header["Authorization"] = lines
		return r
	}
	basic := func(form url.Values, id, secret string) *http.Request {
		r := post(form)
		r.SetBasicAuth(id, secret)
		return r
	}
	unknown := post(w.form())
	unknown.URL.Path = "/common/oauth2/v2.0/token"
	far := post(w.form())
	far.RemoteAddr = "10.1.1.1:1"
	wrong := post(w.form())
	wrong.Method = http.MethodGet
	const kind = "application/x-www-form-urlencoded"
	return map[string]refusal{
		"no grant type":        {post(w.without("grant_type")), 400, "invalid_request", 900144},
		"no client id":         {post(w.without("client_id")), 400, "invalid_request", 900144},
		"no scope":             {post(w.without("scope")), 400, "invalid_request", 900144},
		"an empty scope":       {post(w.with("scope", "")), 400, "invalid_request", 900144},
		"nothing":              {raw(kind, ""), 400, "invalid_request", 900144},
		"JSON":                 {raw("application/json", `{"grant_type":"client_credentials"}`), 400, "invalid_request", 900144},
		"no type":              {raw("", w.form().Encode()), 400, "invalid_request", 900144},
		"several types":        {raw(kind+", text/plain", w.form().Encode()), 400, "invalid_request", 900144},
		"not escaped":          {raw(kind, "grant_type=%zz"), 400, "invalid_request", 9002313},
		"semicolons":           {raw(kind, strings.ReplaceAll(w.form().Encode(), "&", ";")), 400, "invalid_request", 9002313},
		"too much":             {raw(kind, w.form().Encode()+"&x="+strings.Repeat("x", maxForm)), 400, "invalid_request", 9002313},
		"another grant":        {post(w.with("grant_type", "authorization_code")), 400, "unsupported_grant_type", 70003},
		"a grant in capitals":  {post(w.with("grant_type", "Client_Credentials")), 400, "unsupported_grant_type", 70003},
		"an unknown client":    {post(w.with("client_id", tenant)), 400, "unauthorized_client", 700016},
		"no secret":            {post(w.without(secret)), 401, "invalid_client", 7000216},
		"an assertion":         {raw(kind, w.without(secret).Encode()+"&client_assertion=x"), 401, "invalid_client", 7000216},
		"a wrong secret":       {post(w.with(secret, "x"+w.secret)), 401, "invalid_client", 7000215},
		"half a secret":        {post(w.with(secret, w.secret[:32])), 401, "invalid_client", 7000215},
		"a secret in capitals": {post(w.with(secret, strings.ToUpper(w.secret))), 401, "invalid_client", 7000215},
		"scope twice":          {post(w.with("scope", "a/.default", "a/.default")), 400, "invalid_request", 9000411},
		"secret twice":         {post(w.with(secret, w.secret, "x")), 400, "invalid_request", 9000411},
		"grant twice":          {post(w.with("grant_type", "client_credentials", "")), 400, "invalid_request", 9000411},
		"anything twice":       {post(w.with("claims", "1", "1")), 400, "invalid_request", 9000411},
		"two scopes":           {post(w.with("scope", "https://a/.default https://b/.default")), 400, "invalid_scope", 70011},
		"only OpenID scopes":   {post(w.with("scope", "openid profile")), 400, "invalid_scope", 70011},
		"a tab":                {post(w.with("scope", "https://127.0.0.1:8443\t/.default")), 400, "invalid_scope", 70011},
		"another script":       {post(w.with("scope", "https://management.azure.com\u2024/.default")), 400, "invalid_scope", 70011},
		"a permission":         {post(w.with("scope", "https://management.azure.com/user_impersonation")), 400, "invalid_scope", 1002012},
		"only .default":        {post(w.with("scope", "/.default")), 400, "invalid_scope", 1002012},
		"a resource":           {post(w.with("scope", "https://management.azure.com")), 400, "invalid_scope", 1002012},
		"Graph":                {post(w.with("scope", "https://graph.microsoft.com/.default")), 400, "invalid_resource", 500011},
		"another port":         {post(w.with("scope", "https://127.0.0.1:8444/.default")), 400, "invalid_resource", 500011},
		"two slashes":          {post(w.with("scope", "https://127.0.0.1:8443///.default")), 400, "invalid_resource", 500011},
		"a path":               {post(w.with("scope", "https://127.0.0.1:8443/x/.default")), 400, "invalid_resource", 500011},
		"http":                 {post(w.with("scope", "http://127.0.0.1:8443/.default")), 400, "invalid_resource", 500011},
		"two clients":          {basic(w.without(secret), tenant, w.secret), 400, "invalid_request", 90011},
		"two secrets":          {basic(w.form(), ClientID, w.secret), 400, "invalid_request", 9002313},
		"a wrong password":     {basic(w.without(secret), ClientID, "x"), 401, "invalid_client", 7000215},
		"no password":          {basic(w.without(secret), ClientID, ""), 401, "invalid_client", 7000216},
		"a bad escape":         {basic(w.without(secret), ClientID, "%zz"+w.secret), 400, "invalid_request", 9002313},
		"no base64":            {header(w.without(secret), "Basic "+w.secret), 400, "invalid_request", 9002313},
		"two headers":          {header(w.without(secret), "Basic x", "Basic x"), 400, "invalid_request", 9002313},
		"an unknown tenant":    {unknown, 400, "invalid_tenant", 90002},
		"another machine":      {far, 403, "access_denied", 53003},
		"GET":                  {wrong, 405, "invalid_request", 900561},
	}
}

// Whoever is refused is told so in Entra ID's words for programs, in ours for people, and never what was sent.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range w.refusals() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.request.Header.Set("Client-Request-Id", "11111111-2222-3333-4444-555555555555")
			got := w.do(c.request)
			text := got.Body.String()
			body := decode[failure](t, got)
			if got.Code != c.status || body.Error != c.name || len(body.Codes) != 1 || body.Codes[0] != c.code {
				t.Fatalf("%d %s %v", got.Code, body.Error, body.Codes)
			}
			checkShape(t, got, body)
			if strings.Contains(strings.ToLower(text), w.secret[:16]) {
				t.Errorf("a secret is repeated: %s", text)
			}
			if _, _, basic := c.request.BasicAuth(); (got.Header().Get("WWW-Authenticate") != "") != (basic && c.status == 401) {
				t.Errorf("WWW-Authenticate %q", got.Header().Get("WWW-Authenticate"))
			}
		})
	}
}

func checkShape(t *testing.T, got *httptest.ResponseRecorder, body failure) {
	t.Helper()
	const correlation = "11111111-2222-3333-4444-555555555555"
	if body.Timestamp != "2026-11-01 12:00:00Z" || body.CorrelationID != correlation || uuid.Validate(body.TraceID) != nil ||
		got.Header().Get("X-Ms-Request-Id") != body.TraceID {
		t.Errorf("%+v", body)
	}
	number := strconv.Itoa(body.Codes[0])
	if body.URI != "https://login.microsoftonline.com/error?code="+number || !strings.HasPrefix(body.Description, "AADSTS"+number+": ") ||
		!strings.HasSuffix(body.Description, " Trace ID: "+body.TraceID+" Correlation ID: "+correlation+" Timestamp: "+body.Timestamp) {
		t.Errorf("%+v", body)
	}
}

// The log has a line for each request, by which one finds a refusal, and none has a secret.
func TestLog(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := decode[grant](t, w.do(post(w.form()))).AccessToken
	query := post(w.form())
	query.URL.RawQuery = "client-request-id=11111111-2222-3333-4444-555555555555&client_secret=" + w.secret
	for _, c := range w.refusals() {
		w.do(c.request)
	}
	w.do(query)
	query = post(w.without("scope"))
	query.URL.RawQuery = "client-request-id=11111111-2222-3333-4444-555555555555&client_secret=" + w.secret
	refused := decode[failure](t, w.do(query))
	text := w.log.text.String()
	if strings.Contains(strings.ToLower(text), w.secret[:16]) || strings.Contains(text, token) {
		t.Errorf("a secret is in the log:\n%s", text)
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) != len(w.refusals())+3 {
		t.Errorf("%d lines", len(lines))
	}
	var last map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatal(err)
	}
	if last["traceId"] != refused.TraceID || last["correlationId"] != "11111111-2222-3333-4444-555555555555" || last["aadsts"] != 900144.0 {
		t.Errorf("%v", last)
	}
}
