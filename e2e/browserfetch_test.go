// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// reports is what Chromium told its developer tools, by the URL of the request.
type reports struct {
	mu        sync.Mutex
	urls      map[network.RequestID]string
	blocked   map[string]network.CorsErrorStatus
	sentences []string
}

func (r *reports) listen(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		if r.urls == nil {
			r.urls, r.blocked = map[network.RequestID]string{}, map[string]network.CorsErrorStatus{}
		}
		r.urls[event.RequestID] = event.Request.URL
	case *network.EventLoadingFailed:
		// The preflight is a request of its own, with a failure of its own.
		if event.CorsErrorStatus != nil && event.Type == network.ResourceTypeFetch {
			r.blocked[r.urls[event.RequestID]] = *event.CorsErrorStatus
		}
	case *log.EventEntryAdded:
		r.sentences = append(r.sentences, event.Entry.Text)
	}
}

// status returns what CORS held against the request to url, if it did.
func (r *reports) status(url string) (network.CorsErrorStatus, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	status, found := r.blocked[url]
	return status, found
}

// sentence returns what the console says about url after "blocked by CORS policy: ", or "".
func (r *reports) sentence(url string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, text := range r.sentences {
		rest, about := strings.CutPrefix(text, "Access to fetch at '"+url+"' from origin ")
		if _, sentence, blocked := strings.Cut(rest, " has been blocked by CORS policy: "); about && blocked {
			return sentence
		}
	}
	return ""
}

// pageRequest is a call of fetch() by the page's script.
type pageRequest struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
	Body    *string           `json:"body,omitempty"`
}

// pageAnswer is all that the script can see of the answer. Error is empty where the browser allowed the request.
type pageAnswer struct {
	Error   string            `json:"error"`
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"` // lower-case names, as the script gets them
	Body    string            `json:"body"`
}

const fetchScript = `(async ({url, ...init}) => {
	try {
		const answer = await fetch(url, init);
		return {status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text()};
	} catch (failure) {
		return {error: String(failure)};
	}
})(%s)`

// fetch lets the page's script send a request and waits for what it gets.
func (p *page) fetch(t *testing.T, request pageRequest) pageAnswer {
	t.Helper()
	text, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(p.ctx, 30*time.Second)
	defer cancel()
	var answer pageAnswer
	wait := func(params *runtime.EvaluateParams) *runtime.EvaluateParams { return params.WithAwaitPromise(true) }
	if err := chromedp.Run(ctx, chromedp.Evaluate(fmt.Sprintf(fetchScript, text), &answer, wait)); err != nil {
		t.Fatalf("%s %s: %v", request.Method, request.URL, err)
	}
	return answer
}
