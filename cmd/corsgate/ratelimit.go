// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/corsgate/corsgate/api"
)

// limitFlags are the token buckets of the management API. The defaults stop a client that has run away; those who share
// an installation among many set Azure's, which are 250/25 and 200/10.
type limitFlags struct {
	APILimitReads   rateLimit `name:"api-limit-reads" placeholder:"BURST/PER-SECOND" default:"100000/10000" help:"Reads that one principal may send for one subscription: at once, and each second after that; 0: any."`
	APILimitWrites  rateLimit `name:"api-limit-writes" placeholder:"BURST/PER-SECOND" default:"20000/2000" help:"The same for PUT and PATCH."`
	APILimitDeletes rateLimit `name:"api-limit-deletes" placeholder:"BURST/PER-SECOND" default:"20000/2000" help:"The same for DELETE."`
}

func (f *limitFlags) limits() api.Limits {
	return api.Limits{Reads: api.Limit(f.APILimitReads), Writes: api.Limit(f.APILimitWrites), Deletes: api.Limit(f.APILimitDeletes)}
}

// rateLimit is read from its two numbers.
type rateLimit api.Limit

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *rateLimit) UnmarshalText(text []byte) error {
	if string(text) == "0" {
		*l = rateLimit{}
		return nil
	}
	burst, rate, _ := strings.Cut(string(text), "/")
	n, err := strconv.ParseInt(burst, 10, 32)
	perSecond, rateErr := strconv.ParseFloat(rate, 64)
	if err != nil || rateErr != nil || n < 1 || !(perSecond > 0) || math.IsInf(perSecond, 0) {
		return fmt.Errorf("%q is not of the form BURST/PER-SECOND: use two numbers above 0 such as 250/25, or 0 for no limit", text)
	}
	*l = rateLimit{Burst: int(n), PerSecond: perSecond}
	return nil
}
