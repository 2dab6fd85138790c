// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// carrier carries the SDK's requests to the program and the answers back. A test may give it a fault, as a proxy on the
// way may have one.
type carrier struct {
	http  *http.Client
	fault func(request *http.Request, forward func() (*http.Response, error)) (*http.Response, error) // nil: none

	mu   sync.Mutex
	seen []string // "PUT /subscriptions/…"
}

// Do implements policy.Transporter.
func (c *carrier) Do(request *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.seen = append(c.seen, request.Method+" "+request.URL.Path)
	c.mu.Unlock()
	forward := func() (*http.Response, error) { return c.http.Do(request) }
	if c.fault == nil {
		return forward()
	}
	return c.fault(request, forward)
}

// requests are those that the SDK has sent.
func (c *carrier) requests() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.seen)
}

func (c *carrier) methods() []string {
	methods := c.requests()
	for i, request := range methods {
		methods[i], _, _ = strings.Cut(request, " ")
	}
	return methods
}

// answerOf is an answer that the program did not give.
func answerOf(request *http.Request, status int, body string, header ...string) *http.Response {
	response := &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json; charset=utf-8"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: request}
	for i := 0; i+1 < len(header); i += 2 {
		response.Header.Set(header[i], header[i+1])
	}
	return response
}

// lossy forwards requests and loses the first answers, in one of two ways. It keeps their header fields.
type lossy struct {
	most   int
	broken bool // the connection ends; otherwise a proxy says 503
	lost   []http.Header
}

func (l *lossy) fault(request *http.Request, forward func() (*http.Response, error)) (*http.Response, error) {
	const unavailable = `{"error":{"code":"ServiceUnavailable","message":"The proxy has lost the answer."}}`
	response, err := forward()
	if err != nil || len(l.lost) == l.most {
		return response, err
	}
	l.lost = append(l.lost, response.Header)
	response.Body.Close()
	if l.broken {
		return nil, errors.New("the connection is broken")
	}
	return answerOf(request, http.StatusServiceUnavailable, unavailable, "Retry-After-Ms", "1"), nil
}

// TestAzureSDKRepeats: the answer to a write is lost, once or several times, and the SDK sends the same write again. It
// must find what it has done, as if it had heard so at once: the same ETag, and no new revision.
func TestAzureSDKRepeats(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	p.azure(t, "contributor").begin(t, http.MethodPut, workspaceID("repeats"), azureResource{Location: "westus"})
	for name, c := range map[string]struct {
		lossy
		patch bool // what is repeated changes a service that is there
	}{
		"put-once":     {lossy{most: 1}, false},
		"put-thrice":   {lossy{most: 3}, false},
		"put-broken":   {lossy{most: 1, broken: true}, false},
		"patch-once":   {lossy{most: 1}, true},
		"patch-thrice": {lossy{most: 3}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := p.azure(t, "contributor")
			service, settings := serviceID("repeats", name), allowed()
			method, body := http.MethodPut, azureResource{Location: "westus", Kind: "fhir-R4", Tags: map[string]string{"a": "b"},
				Properties: azureProperties{CORS: &settings}}
			if c.patch {
				client.begin(t, method, service, body)
				method, body = http.MethodPatch, azureResource{Tags: map[string]string{"c": "d"}}
			}
			client.carrier.fault = c.fault
			_, response := client.begin(t, method, service, body)
			if len(c.lost) != c.most || response.StatusCode != http.StatusOK {
				t.Fatalf("%d answers were lost, want %d; the last one is %d", len(c.lost), c.most, response.StatusCode)
			}
			checkSame(t, response.Header, c.lost)
		})
	}
}

// checkSame wants the answers that were lost to have told of the same commit.
func checkSame(t *testing.T, last http.Header, lost []http.Header) {
	t.Helper()
	for _, field := range []string{"Etag", "Corsgate-Revision"} {
		for _, header := range lost {
			if header.Get(field) == "" || header.Get(field) != last.Get(field) {
				t.Errorf("%s is %q, and was %q in an answer that was lost", field, last.Get(field), header.Get(field))
			}
		}
	}
}

// TestAzureSDKRepeatsDelete: a DELETE whose answer is lost finds nothing the second time, and that is a success.
func TestAzureSDKRepeatsDelete(t *testing.T) {
	t.Parallel()
	client := startProgram(t).azure(t, "contributor")
	client.begin(t, http.MethodPut, workspaceID("deleted"), azureResource{Location: "westus"})
	once := &lossy{most: 1}
	client.carrier.fault = once.fault
	if _, response := client.begin(t, http.MethodDelete, workspaceID("deleted"), nil); response.StatusCode != http.StatusNoContent {
		t.Errorf("the second DELETE is %d", response.StatusCode)
	}
}

// TestAzureSDKThrottled: a client that is told to slow down waits as long as it is told, and succeeds.
func TestAzureSDKThrottled(t *testing.T) {
	t.Parallel()
	client := startProgram(t, "--api-limit-writes", "2/2").azure(t, "contributor")
	refused := 0
	client.carrier.fault = func(_ *http.Request, forward func() (*http.Response, error)) (*http.Response, error) {
		response, err := forward()
		if err == nil && response.StatusCode == http.StatusTooManyRequests {
			refused++
			if response.Header.Get("X-Ms-Ratelimit-Remaining-Subscription-Writes") != "0" || response.Header.Get("Retry-After") == "" {
				t.Errorf("a refusal has the header %v", response.Header)
			}
		}
		return response, err
	}
	for _, name := range strings.Fields("throttled1 throttled2 throttled3 throttled4") {
		client.begin(t, http.MethodPut, workspaceID(name), azureResource{Location: "westus"})
	}
	if refused == 0 {
		t.Error("4 writes at once were none too many")
	}
}

// TestAzureSDKRegisters: an SDK that is told to register the provider first finds that it can, and goes on.
func TestAzureSDKRegisters(t *testing.T) {
	t.Parallel()
	client := startProgram(t).azure(t, "contributor")
	const unregistered = `{"error":{"code":"MissingSubscriptionRegistration","message":"The subscription is not registered to use namespace 'Microsoft.HealthcareApis'."}}`
	told := false
	client.carrier.fault = func(request *http.Request, forward func() (*http.Response, error)) (*http.Response, error) {
		if !told {
			told = true
			return answerOf(request, http.StatusConflict, unregistered), nil
		}
		return forward()
	}
	client.begin(t, http.MethodPut, workspaceID("registers"), azureResource{Location: "westus"})
	provider := "/subscriptions/" + subscription + "/providers/Microsoft.HealthcareApis"
	want := []string{"PUT " + workspaceID("registers"), "POST " + provider + "/register", "GET " + provider, "PUT " + workspaceID("registers")}
	if got := client.requests(); !slices.Equal(got, want) {
		t.Errorf("the requests are %q, want %q", got, want)
	}
}
