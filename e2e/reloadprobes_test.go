// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"testing"
)

// settingsOf are the settings that a flip brings: A and B have an origin and a header in common, so that a client can
// tell which are in force, and differ in all five fields.
func settingsOf(flip int64) corsSettings {
	if flip%2 == 0 {
		return corsSettings{
			Origins: []string{"https://both.example.org", "https://a.example.org"},
			Headers: []string{"x-a", "x-both"}, Methods: []string{"GET", "PUT"}, MaxAge: 11, AllowCredentials: true,
		}
	}
	return corsSettings{
		Origins: []string{"https://b.example.org", "https://both.example.org"},
		Headers: []string{"x-both", "x-b"}, Methods: []string{"DELETE", "GET"}, MaxAge: 22,
	}
}

// reloadProbe is a request, and the whole answer under A and under B.
type reloadProbe struct {
	name, method string
	fields       map[string]string
	want         [2]reloadAnswer
}

// reloadAnswer is a status and all header fields but those that say nothing of the settings.
type reloadAnswer struct {
	status int
	header map[string]string
}

const exposed = "ETag, Location, Content-Location, Last-Modified, Retry-After, X-Progress, X-Request-Id, X-Correlation-Id, " +
	"WWW-Authenticate, Link, Date, Allow, Warning, Content-Disposition"

func preflight(origin, method, headers string) map[string]string {
	return map[string]string{"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
}

// reloadProbes are the requests of the clients.
func reloadProbes() []reloadProbe {
	const vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	return []reloadProbe{
		{"preflight that both allow", http.MethodOptions, preflight("https://both.example.org", "GET", "x-both"), [2]reloadAnswer{
			{http.StatusNoContent, map[string]string{"Vary": vary, "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "x-both", "Access-Control-Max-Age": "11",
				"Access-Control-Allow-Credentials": "true"}},
			{http.StatusNoContent, map[string]string{"Vary": vary, "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "x-both", "Access-Control-Max-Age": "22"}},
		}},
		{"preflight that both allow in part", http.MethodOptions, preflight("https://both.example.org", "PUT", "x-a,x-b,x-both"), [2]reloadAnswer{
			{http.StatusNoContent, map[string]string{"Vary": vary, "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "x-a,x-both",
				"Access-Control-Allow-Credentials": "true", "Corsgate-Decision": "denied; reason=HeaderNotAllowed"}},
			{http.StatusNoContent, map[string]string{"Vary": vary, "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Allow-Headers": "x-b,x-both", "Corsgate-Decision": "denied; reason=MethodNotAllowed"}},
		}},
		{"preflight of an origin of A", http.MethodOptions, preflight("https://a.example.org", "PUT", "x-a"), [2]reloadAnswer{
			{http.StatusNoContent, map[string]string{"Vary": vary, "Access-Control-Allow-Origin": "https://a.example.org",
				"Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "x-a", "Access-Control-Max-Age": "11",
				"Access-Control-Allow-Credentials": "true"}},
			{http.StatusForbidden, map[string]string{"Vary": vary, "Cache-Control": "no-store",
				"Corsgate-Decision": "denied; reason=OriginNotAllowed"}},
		}},
		{"request of the common origin", http.MethodGet, map[string]string{"Origin": "https://both.example.org"}, [2]reloadAnswer{
			{http.StatusOK, map[string]string{"Vary": "Origin", "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Allow-Credentials": "true", "Access-Control-Expose-Headers": exposed, "Etag": `W/"1"`}},
			{http.StatusOK, map[string]string{"Vary": "Origin", "Access-Control-Allow-Origin": "https://both.example.org",
				"Access-Control-Expose-Headers": exposed, "Etag": `W/"1"`}},
		}},
		{"request of an origin of B", http.MethodGet, map[string]string{"Origin": "https://b.example.org"}, [2]reloadAnswer{
			{http.StatusOK, map[string]string{"Vary": "Origin", "Etag": `W/"1"`, "Corsgate-Decision": "denied; reason=OriginNotAllowed"}},
			{http.StatusOK, map[string]string{"Vary": "Origin", "Access-Control-Allow-Origin": "https://b.example.org",
				"Access-Control-Expose-Headers": exposed, "Etag": `W/"1"`}},
		}},
	}
}

func (p reloadProbe) send(ctx context.Context, client *http.Client, base string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, p.method, base+"/Patient/1", nil)
	if err != nil {
		return answer{}, err
	}
	for name, value := range p.fields {
		request.Header.Set(name, value)
	}
	return receive(client, request)
}

// recognize says whose answer it is, entirely: 0 is A, 1 is B, and -1 is neither.
func (p reloadProbe) recognize(got answer) int {
	header := map[string]string{}
	for name, values := range got.Header {
		switch name {
		case "Date", "X-Request-Id", "Content-Type", "Content-Length", "X-Content-Type-Options":
		default:
			if header[name] = values[0]; len(values) > 1 {
				return -1 // no header is to come twice
			}
		}
	}
	return slices.IndexFunc(p.want[:], func(want reloadAnswer) bool {
		return got.Status == want.status && maps.Equal(header, want.header)
	})
}

// The two answers to a probe differ, or it would prove nothing.
func TestReloadProbes(t *testing.T) {
	t.Parallel()
	for _, probe := range reloadProbes() {
		if probe.want[0].status == probe.want[1].status && maps.Equal(probe.want[0].header, probe.want[1].header) {
			t.Errorf("%s: A and B are answered alike", probe.name)
		}
	}
}
