// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
	"github.com/corsgate/corsgate/cors/browser/lint"
)

// mostHops bounds the requests of one call; browsers follow 20 redirects, each with a preflight.
const mostHops = 64

// asker makes the requests that a browser would make.
type asker struct {
	transport *http.Transport
	// send says that the call itself may be sent even if it can change something; body is what it then carries.
	send bool
	body []byte
}

func (a *asker) close() { a.transport.CloseIdleConnections() }

// call asks until the browser would be done, until the next request is one that may not be sent, or until it fails.
func (a *asker) call(ctx context.Context, request browser.Request) (browser.Verdict, []hop, error) {
	var hops []hop
	var responses []browser.Response
	for range mostHops {
		verdict := browser.Explain(request, responses)
		if verdict.Outcome != browser.Unfinished || !a.maySend(verdict.Next) {
			return verdict, hops, nil
		}
		response, err := a.ask(ctx, verdict.Next)
		if err != nil {
			return verdict, hops, err
		}
		hops = append(hops, hop{Request: *verdict.Next, Response: response})
		responses = append(responses, response)
	}
	return browser.Explain(request, responses), hops, fmt.Errorf("the call is not finished after %d requests", mostHops)
}

// maySend reports whether a request is harmless or wanted.
//
// https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
func (a *asker) maySend(next *browser.Outgoing) bool {
	switch next.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true
	}
	return a.send
}

// ask makes one request. It follows no redirect, keeps no cookie and reads nothing of the answer's body.
func (a *asker) ask(ctx context.Context, out *browser.Outgoing) (browser.Response, error) {
	request, err := a.request(ctx, out)
	if err != nil {
		return browser.Response{}, describe(ctx, out, err)
	}
	answer, err := a.transport.RoundTrip(request)
	if err != nil {
		return browser.Response{}, describe(ctx, out, err)
	}
	defer answer.Body.Close()
	response := browser.Response{Status: answer.StatusCode}
	names := slices.Sorted(maps.Keys(answer.Header))
	if err := checkAnswer(answer.StatusCode, names); err != nil {
		return browser.Response{}, describe(ctx, out, err)
	}
	for _, name := range names {
		for _, value := range answer.Header[name] {
			response.Headers = append(response.Headers, browser.Header{Name: name, Value: value})
		}
	}
	return response, nil
}

func (a *asker) request(ctx context.Context, out *browser.Outgoing) (*http.Request, error) {
	var body io.Reader
	if a.body != nil && !out.Preflight && out.Method != http.MethodGet && out.Method != http.MethodHead {
		body = bytes.NewReader(a.body) // a redirect that drops the body makes the method GET
	}
	target := targetOf(out.URL)
	request, err := http.NewRequestWithContext(ctx, out.Method, target.Scheme+"://"+target.Host, body)
	if err != nil {
		return nil, err
	}
	request.URL = target
	for _, header := range out.Headers {
		request.Header.Add(header.Name, header.Value)
	}
	if request.Header.Get("Accept") == "" {
		request.Header.Set("Accept", "*/*")
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", "corsgate-check/"+version())
	}
	return request, nil
}

// targetOf takes a URL apart that is written as browsers write it, and leaves every byte of path and query: to parse it
// anew would write some paths otherwise, and refuse others.
func targetOf(serialized string) *url.URL {
	scheme, rest, _ := strings.Cut(serialized, "://")
	host, path, _ := strings.Cut(rest, "/")
	opaque := "/" + path
	if strings.HasPrefix(opaque, "//") { // the absolute form, since the other would name another host
		opaque = "//" + host + opaque
	}
	opaque, query, asked := strings.Cut(opaque, "?")
	return &url.URL{Scheme: scheme, Host: host, Opaque: opaque, RawQuery: query, ForceQuery: asked && query == ""}
}

// probe asks what else a linter wants to know. An answer that does not come is one that tells nothing.
func (a *asker) probe(ctx context.Context, hops []hop) []hop {
	var answers []hop
	for _, out := range lint.Probes(hops) {
		if response, err := a.ask(ctx, &out); err == nil {
			answers = append(answers, hop{Request: out, Response: response})
		}
	}
	return answers
}
