// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// page is a page of some origin in a headless Chromium of its own, and what Chromium reported about its requests.
type page struct {
	ctx     context.Context
	major   int // of Chromium's version
	reports reports
}

// openPage shows an empty page whose origin is the given one, served from this process.
func openPage(t *testing.T, origin string) *page {
	t.Helper()
	p := &page{ctx: startChromium(t, origin, servePage(t))}
	chromedp.ListenTarget(p.ctx, p.reports.listen)
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	var location, product string
	err := chromedp.Run(ctx,
		network.Enable(), log.Enable(),
		chromedp.Navigate(origin+"/"),
		chromedp.Evaluate("location.origin", &location),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			// The version is the browser's to tell, not the tab's.
			ctx = cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
			_, product, _, _, _, err = browser.GetVersion().Do(ctx)
			return err
		}),
	)
	if err != nil {
		t.Fatalf("opening %s: %v", origin, err)
	}
	if location != origin {
		t.Fatalf("the page's origin is %q, want %q", location, origin)
	}
	p.major = majorVersion(t, product)
	return p
}

// majorVersion reads "HeadlessChrome/156.0.8078.79".
func majorVersion(t *testing.T, product string) int {
	t.Helper()
	_, version, _ := strings.Cut(product, "/")
	number, _, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("the version %q: %v", product, err)
	}
	return major
}

// servePage serves one empty page and returns the address.
func servePage(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>FHIR starter</title><link rel="icon" href="data:,">`)
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// startChromium starts a browser with an empty profile that finds the origin's host at address, the loopback, and no
// other host.
func startChromium(t *testing.T, origin, address string) context.Context {
	t.Helper()
	target, err := url.Parse(origin)
	if err != nil {
		t.Fatal(err)
	}
	rules := "MAP " + target.Hostname() + " " + address + ", MAP * ^NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost"
	options := append(chromiumOptions(), chromedp.ExecPath(chromiumPath(t)), chromedp.UserDataDir(profileDir(t)),
		chromedp.Flag("host-resolver-rules", rules))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	// A newer Chromium sends values that the protocol's Go types do not know: of interest only where a test fails.
	var complaints output
	ctx, _ = chromedp.NewContext(ctx, chromedp.WithErrorf(func(format string, args ...any) {
		fmt.Fprintf(&complaints, format+"\n", args...)
	}))
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the driver of Chromium complained of:\n%s", &complaints)
		}
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

// chromiumOptions are the flags of every browser.
func chromiumOptions() []chromedp.ExecAllocatorOption {
	return append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.Flag("headless", "new"),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0), // Chromium refuses to sandbox root
		// The page is plain http, and what it calls is on the loopback: both are what is tested.
		chromedp.Flag("disable-features",
			"LocalNetworkAccessChecks,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,Translate"),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
}

// profileDir is an empty directory for one browser. Chromium's children may still write to it for a moment when the
// browser has ended, so its removal is tried again.
func profileDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Cleanup(func() {
		eventually(t, "removing the browser's profile", func() bool { return os.RemoveAll(dir) == nil })
	})
	return dir
}

// chromiumPath finds the browser, or skips the test; it fails where CI is set, so that no run of CI hides it.
func chromiumPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	const missing = "Chromium is not installed"
	if os.Getenv("CI") != "" {
		t.Fatal(missing)
	}
	t.Skip(missing)
	return ""
}
