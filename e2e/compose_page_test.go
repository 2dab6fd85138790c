// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// sampleResult is what the page of the local stack shows of one request through one gateway.
type sampleResult struct{ Kind, Verdict, Why, Detail string }

// The page says what a gateway allowed and what the browser refused, and why as far as a page can know.
func TestComposePage(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	const nobody = "http://127.0.0.1:1" // nothing listens there
	origin, chromium := openSamplePage(t, p.gatewayURL(t, "demo-records"), nobody)

	before := sendFromPage(t, chromium, "read")
	wantResult(t, "CORS is off", before[0], sampleResult{Kind: "refused", Verdict: "Refused by the browser", Why: "CORS is off"})
	wantResult(t, "nobody there", before[1], sampleResult{Kind: "refused", Verdict: "No answer", Why: "Nothing answers"})

	p.waitRevision(t, p.client(t, p.token(t, "contributor")).putSettings(t, "demo", "records", corsSettings{
		Origins: []string{origin}, Headers: []string{"content-type"}, Methods: []string{"GET", "PUT"}}))
	for request, want := range map[string]sampleResult{
		"read":     {Kind: "allowed", Verdict: "Allowed: 200", Detail: `"resourceType": "Patient"`},
		"write":    {Kind: "allowed", Verdict: "Allowed: 201", Detail: "location: " + p.gatewayURL(t, "demo-records") + "/Patient/from-the-page/"},
		"header":   {Kind: "refused", Verdict: "Refused by the browser", Why: "do not allow this request: not the origin " + origin},
		"metadata": {Kind: "allowed", Verdict: "Allowed: 200", Detail: `"resourceType": "CapabilityStatement"`},
	} {
		wantResult(t, request, sendFromPage(t, chromium, request)[0], want)
	}
}

// openSamplePage serves the sample page and opens it in a browser.
func openSamplePage(t *testing.T, first, second string) (origin string, chromium context.Context) {
	t.Helper()
	path, err := sampleBinary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "page", "-listen=127.0.0.1:0", "-service="+first, "-service="+second)
	var log output
	cmd.Stderr = &log
	endWithParent(cmd)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		_ = cmd.Wait() // it was killed
	})
	var listening []string
	eventually(t, "the page's address", func() bool {
		listening = regexp.MustCompile(`listening at http://(\S+)\n`).FindStringSubmatch(log.String())
		return listening != nil
	})
	origin = "http://" + hostPort(t, "localhost", listening[1])
	chromium = startChromium(t, origin, listening[1])
	if err := chromedp.Run(chromium, chromedp.Navigate(origin+"/")); err != nil {
		t.Fatal(err)
	}
	return origin, chromium
}

// sendFromPage chooses a request, presses the button, and reads what the page then shows for each gateway.
func sendFromPage(t *testing.T, chromium context.Context, request string) (results []sampleResult) {
	t.Helper()
	ctx, cancel := context.WithTimeout(chromium, time.Minute)
	defer cancel()
	const gateways = `[...document.querySelectorAll('.gateway')]`
	err := chromedp.Run(ctx,
		chromedp.Click(fmt.Sprintf(`input[value=%s]`, request)),
		chromedp.Click("button"),
		chromedp.Poll(gateways+`.every((g) => g.dataset.kind && g.dataset.kind !== 'pending')`, nil),
		chromedp.Evaluate(gateways+`.map((g) => ({kind: g.dataset.kind, verdict: g.querySelector('.verdict').textContent,
			why: g.querySelector('.why').textContent, detail: g.querySelector('.detail').textContent}))`, &results))
	if err != nil || len(results) != 2 {
		t.Fatalf("%s: %d results, %v", request, len(results), err)
	}
	return results
}

func wantResult(t *testing.T, name string, got, want sampleResult) {
	t.Helper()
	for _, part := range [][2]string{{got.Kind, want.Kind}, {got.Verdict, want.Verdict}, {got.Why, want.Why}, {got.Detail, want.Detail}} {
		if !strings.Contains(strings.Join(strings.Fields(part[0]), " "), part[1]) {
			t.Errorf("%s: the page shows %q, want %q in it", name, part[0], part[1])
		}
	}
}
