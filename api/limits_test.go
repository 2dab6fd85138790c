// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

const (
	readsLeft       = "X-Ms-Ratelimit-Remaining-Subscription-Reads"
	writesLeft      = "X-Ms-Ratelimit-Remaining-Subscription-Writes"
	deletesLeft     = "X-Ms-Ratelimit-Remaining-Subscription-Deletes"
	tenantReadsLeft = "X-Ms-Ratelimit-Remaining-Tenant-Reads"
)

// left fails the test unless the answer says in this header, and in no other, how many requests are left; in "" it is none.
func (r *reply) left(header string, want int) {
	r.t.Helper()
	for _, name := range []string{readsLeft, writesLeft, deletesLeft, tenantReadsLeft} {
		expected := ""
		if name == header {
			expected = strconv.Itoa(want)
		}
		if got := r.header.Get(name); got != expected {
			r.t.Errorf("%s: %q, want %q", name, got, expected)
		}
	}
}

// few is so many of each class, for ever.
func few(n int) Limits { return Limits{Limit{Burst: n}, Limit{Burst: n}, Limit{Burst: n}} }

type counted struct {
	method, target, body string
	status               int
	option               option
}

// TestLimitsCountDown by class, on successes and on failures, until there are none left.
func TestLimitsCountDown(t *testing.T) {
	t.Parallel()
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete
	const another = workspaceID + "/fhirservices/another"
	usual := as(auth.Operator)
	for name, requests := range map[string][]counted{
		readsLeft: {{get, serviceID, "", 200, usual}, {get, serviceID + "none", "", 404, usual}, {get, workspaceID + "/fhirservices", "", 200, usual},
			{http.MethodHead, groupID, "", 204, usual}, {get, serviceID, "", 304, header("If-None-Match", "*")},
			{post, "/subscriptions/" + sub1 + "/providers/Microsoft.Resources/register", "", 200, usual},
			{post, "/subscriptions/" + sub1 + "/providers/Microsoft.HealthcareApis/checkNameAvailability", `{}`, 400, usual}},
		writesLeft: {{put, another, located, 201, usual}, {patch, another, `{}`, 200, usual}, {put, another, `{`, 400, usual},
			{put, another, located, 415, header("Content-Type", "text/plain")}, {put, another, located, 412, header("If-Match", `"x"`)},
			{put, upstreamID, `{"properties":{"url":"x"}}`, 400, usual}},
		deletesLeft: {{del, serviceID, "", 200, usual}, {del, serviceID, "", 204, usual}, {del, workspaceID, "", 412, header("If-Match", `"x"`)}},
		tenantReadsLeft: {{get, "/subscriptions", "", 200, usual}, {get, "/providers/Microsoft.HealthcareApis/operations", "", 200, usual},
			{get, "/providers/Corsgate.Fhir/operations", "", 200, usual}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t).limited(few(len(requests)))
			for i, c := range requests {
				r := w.do(c.method, c.target, c.body, as(auth.Operator), c.option)
				r.want(c.status, "").left(name, len(requests)-i-1)
			}
			for range 2 {
				for _, c := range requests {
					r := w.do(c.method, c.target, c.body, as(auth.Operator), c.option).want(http.StatusTooManyRequests, "")
					if r.left(name, 0); r.header.Get("Retry-After") != "1" || r.header.Get("X-Ms-Error-Code") != string(arm.TooManyRequests) {
						t.Errorf("header %v", r.header)
					}
				}
			}
		})
	}
}

// TestLimitsAreApart for each principal, each subscription and each class.
func TestLimitsAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t).limited(few(1))
	w.get(serviceID).want(http.StatusOK, "")
	w.get(serviceID).want(http.StatusTooManyRequests, arm.TooManyRequests)
	w.put(serviceID, located).want(http.StatusOK, "")                              // another class
	w.delete(serviceID+"none").want(http.StatusNoContent, "")                      // and another
	w.get(serviceID, as(auth.Reader)).want(http.StatusOK, "")                      // another principal
	w.get("/subscriptions").want(http.StatusOK, "")                                // no subscription
	w.get(otherGroup, of(sub2)).want(http.StatusOK, "")                            // another subscription
	w.get(serviceID).want(http.StatusTooManyRequests, arm.TooManyRequests)         // still
	w.patch(serviceID, `{}`).want(http.StatusTooManyRequests, arm.TooManyRequests) // a write as well
	w.get("/subscriptions").want(http.StatusTooManyRequests, arm.TooManyRequests)  // of the tenant
	w.get("/metadata/endpoints", without("Authorization")).want(http.StatusOK, "") // of nobody
	w.get("/metadata/endpoints", without("Authorization")).want(http.StatusOK, "").left("", 0)
}

// TestRefusedCallersAreNotCounted: what is refused before it is looked at costs nobody anything.
func TestRefusedCallersAreNotCounted(t *testing.T) {
	t.Parallel()
	w := newWorld(t).limited(few(1))
	for range 3 {
		w.get(serviceID, without("Authorization")).want(http.StatusUnauthorized, "").left("", 0)
		w.get(serviceID, w.badToken("expired")).want(http.StatusUnauthorized, "").left("", 0)
		w.get(serviceID, of(sub2)).want(http.StatusForbidden, "").left("", 0)
		w.put(upstreamID, `{}`).want(http.StatusForbidden, "").left("", 0)
		w.get(serviceID+"?").want(http.StatusBadRequest, "").left("", 0)
		w.get("/nowhere").want(http.StatusNotFound, "").left("", 0)
		w.do(http.MethodPost, serviceID, "").want(http.StatusMethodNotAllowed, "").left("", 0)
	}
	w.get(serviceID).want(http.StatusOK, "").left(readsLeft, 0)
	w.get(otherGroup, of(sub2)).want(http.StatusOK, "")
	w.put(serviceID, located).want(http.StatusOK, "").left(writesLeft, 0)
	// Whoever may not is told so, not that he asks too often.
	w.put(upstreamID, `{}`).want(http.StatusForbidden, arm.AuthorizationFailed)
}

// A request that comes too often has no effect.
func TestRefusedForItsRate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.get(serviceID)
	limited := w.limited(few(1))
	limited.put(serviceID, located).want(http.StatusOK, "")
	limited.put(serviceID, withSettings(`{"origins":["*"]}`)).want(http.StatusTooManyRequests, arm.TooManyRequests)
	limited.patch(serviceID, `{`).want(http.StatusTooManyRequests, arm.TooManyRequests)
	if w.get(serviceID).etag() != before.etag() {
		t.Error("a refused request changed something")
	}
}

func TestNoLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 50 {
		w.get(serviceID).want(http.StatusOK, "").left("", 0)
	}
}

// TestBucketsFillAgain at the rate that is set, and the answer says when.
func TestBucketsFillAgain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limit Limit
		wait  int
	}{
		"slowly":    {Limit{Burst: 2, PerSecond: 0.25}, 4},
		"each":      {Limit{Burst: 3, PerSecond: 1}, 1},
		"fast":      {Limit{Burst: 5, PerSecond: 100}, 1},
		"in thirds": {Limit{Burst: 1, PerSecond: 0.3}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := newLimiter(Limits{Reads: c.limit})
				take := func() (http.Header, error) {
					h := http.Header{}
					return h, l.take(h, auth.Principal{ID: "me"}, sub1, http.MethodGet)
				}
				for i := range c.limit.Burst {
					if h, err := take(); err != nil || h.Get(readsLeft) != strconv.Itoa(c.limit.Burst-i-1) {
						t.Fatalf("request %d: %v, %v", i, h, err)
					}
				}
				_, err := take()
				var refused *httpError
				if !errors.As(err, &refused) || refused.status != http.StatusTooManyRequests {
					t.Fatalf("error %v", err)
				}
				if got := refused.body.AdditionalInfo[0].Info["afterSeconds"]; got != c.wait {
					t.Errorf("after %v s, want %d", got, c.wait)
				}
				time.Sleep(time.Duration(c.wait) * time.Second)
				if _, err := take(); err != nil {
					t.Errorf("after that time: %v", err)
				}
			})
		})
	}
}

// A bucket is one principal's in one tenant, and of one subscription however that is spelt.
func TestBucketsAreOfOneTenantAndAnySpelling(t *testing.T) {
	t.Parallel()
	l := newLimiter(Limits{Reads: Limit{Burst: 1, PerSecond: 0.001}})
	take := func(tenant, subscription string) error {
		return l.take(http.Header{}, auth.Principal{ID: "local-reader", Tenant: tenant}, subscription, http.MethodGet)
	}
	for _, tenant := range []string{sub1, sub2} {
		if err := take(tenant, ""); err != nil {
			t.Errorf("the first of tenant %s: %v", tenant, err)
		}
	}
	if err := take(sub1, "ABC"); err != nil {
		t.Errorf("the first of a subscription: %v", err)
	}
	if err := take(sub1, "aBc"); err == nil {
		t.Error("another spelling has another bucket")
	}
}
