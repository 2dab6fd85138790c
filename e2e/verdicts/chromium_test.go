// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// openChromium starts a Chromium of its own, which finds every host on the loopback.
func openChromium(t *testing.T, _ []string) *tab {
	t.Helper()
	path := program(t, "Chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
	driver := startChromium(t, path)
	run := func(ctx context.Context, actions ...chromedp.Action) error {
		deadline, _ := ctx.Deadline()
		within, cancel := context.WithDeadline(driver, deadline)
		defer cancel()
		return chromedp.Run(within, actions...)
	}
	b := &tab{console: newConsole()}
	b.open = func(ctx context.Context, url string) error { return run(ctx, chromedp.Navigate(url)) }
	b.evaluate = func(ctx context.Context, script string) (result string, err error) {
		wait := func(params *runtime.EvaluateParams) *runtime.EvaluateParams { return params.WithAwaitPromise(true) }
		err = run(ctx, chromedp.Evaluate(script, &result, wait))
		return result, err
	}
	chromedp.ListenTarget(driver, func(event any) {
		if entry, ok := event.(*log.EventEntryAdded); ok {
			b.console.write(entry.Entry.Text)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var product string
	version := chromedp.ActionFunc(func(ctx context.Context) (err error) {
		// The version is the browser's to tell, not the tab's.
		ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		_, product, _, _, _, err = browser.GetVersion().Do(ctx)
		return err
	})
	if err := run(ctx, log.Enable(), version); err != nil {
		t.Fatalf("preparing Chromium: %v", err)
	}
	_, number, _ := strings.Cut(product, "/") // HeadlessChrome/156.0.8078.79
	b.major = majorVersion(t, number)
	return b
}

// majorVersion reads "156.0.8078.79".
func majorVersion(t *testing.T, version string) int {
	t.Helper()
	number, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("the version %q: %v", version, err)
	}
	return major
}

// startChromium starts the browser with an empty profile and ends it with the test.
func startChromium(t *testing.T, path string) context.Context {
	t.Helper()
	ctx, stop := chromedp.NewExecAllocator(context.Background(), chromiumOptions(path, profileDir(t))...)
	t.Cleanup(stop)
	// A newer Chromium sends values that the protocol's Go types do not know: of interest only where a test fails.
	var mu sync.Mutex
	var complaints strings.Builder
	ctx, _ = chromedp.NewContext(ctx, chromedp.WithErrorf(func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(&complaints, format+"\n", args...)
	}))
	t.Cleanup(func() {
		mu.Lock()
		if t.Failed() && complaints.Len() > 0 {
			t.Logf("the driver of Chromium complained of:\n%s", complaints.String())
		}
		mu.Unlock()
		closing, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := chromedp.Cancel(closing); err != nil {
			t.Logf("closing Chromium: %v", err)
		}
	})
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return ctx
}

func chromiumOptions(path, profile string) []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0), // Chromium refuses to sandbox root
		// Plain http pages, and calls to the loopback: both are what is tested.
		chromedp.Flag("disable-features",
			"LocalNetworkAccessChecks,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate"),
		chromedp.Flag("host-resolver-rules", "MAP * 127.0.0.1"),
		chromedp.Flag("ignore-certificate-errors", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(patience),
	)
}
