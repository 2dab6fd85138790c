// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// Limit is a token bucket: so many requests at once, and so many more each second. The zero value limits nothing.
type Limit struct {
	Burst     int
	PerSecond float64
}

// Limits are what one principal may ask of one subscription. Azure's are 250 and 25 for reads, 200 and 10 for the
// others.
//
// https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
type Limits struct{ Reads, Writes, Deletes Limit }

// limiter counts requests that were authorized. The rest costs little, and what is not authorized could name
// subscriptions without end.
type limiter struct {
	limits  Limits
	buckets *lru.Cache[bucketKey, *rate.Limiter]
}

type bucketKey struct{ tenant, principal, subscription, class string }

// maxBuckets is far above the pairs of principals and subscriptions that are busy at a time: one that is forgotten
// starts full again.
const maxBuckets = 1 << 16

func newLimiter(limits Limits) *limiter {
	buckets, err := lru.New[bucketKey, *rate.Limiter](maxBuckets)
	if err != nil {
		panic(err) // only if the size is not positive
	}
	return &limiter{limits: limits, buckets: buckets}
}

// take counts one request and says in the header how many are left. What is on no subscription counts for the tenant.
func (l *limiter) take(h http.Header, p auth.Principal, subscription, method string) error {
	class, limit := l.classOf(method)
	if limit.Burst <= 0 || p.ID == "" {
		return nil
	}
	key := bucketKey{p.Tenant, p.ID, strings.Map(lowerASCII, subscription), class}
	bucket, known := l.buckets.Get(key)
	if !known {
		bucket = rate.NewLimiter(rate.Limit(limit.PerSecond), limit.Burst)
		if first, there, _ := l.buckets.PeekOrAdd(key, bucket); there {
			bucket = first
		}
	}
	now := time.Now()
	allowed := bucket.AllowN(now, 1)
	left := bucket.TokensAt(now)
	scope := "Subscription"
	if subscription == "" {
		scope = "Tenant"
	}
	h.Set("X-Ms-Ratelimit-Remaining-"+scope+"-"+class, strconv.Itoa(max(0, int(left))))
	if allowed {
		return nil
	}
	seconds := 1
	if limit.PerSecond > 0 {
		seconds = max(1, int(math.Ceil((1-left)/limit.PerSecond)))
	}
	return tooMany(class, seconds)
}

func (l *limiter) classOf(method string) (string, Limit) {
	switch method {
	case http.MethodPut, http.MethodPatch:
		return "Writes", l.limits.Writes
	case http.MethodDelete:
		return "Deletes", l.limits.Deletes
	}
	return "Reads", l.limits.Reads
}

func tooMany(class string, seconds int) *httpError {
	e := newError(http.StatusTooManyRequests, arm.TooManyRequests, "",
		fmt.Sprintf("Too many requests (%s). Repeat the request after %d s.", class, seconds)).with("Retry-After", strconv.Itoa(seconds))
	e.body.AdditionalInfo = []arm.AdditionalInfo{{Type: arm.Retry, Info: map[string]any{"afterSeconds": seconds}}}
	return e
}
