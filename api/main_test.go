// SPDX-License-Identifier: Apache-2.0

package api

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/contract"
	"github.com/corsgate/corsgate/internal/testpg"
	"github.com/corsgate/corsgate/internal/teststore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(covering{teststore.Tests(m)}) }

// covering are all tests. Together they must see every status of every operation that openapi.yaml describes.
type covering struct{ tests testpg.Tests }

// Run implements goleak.TestingM.
func (c covering) Run() int {
	code := c.tests.Run()
	if code != 0 || !wholePackage() {
		return code
	}
	seen, missed, err := contract.Coverage()
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		return 1
	case seen == 0 && teststore.IsPostgres():
		return code // without Postgres every test was skipped
	case len(missed) == 0:
		return code
	}
	fmt.Fprintf(os.Stderr, "openapi.yaml describes, and no test has seen:\n")
	for _, m := range missed {
		fmt.Fprintln(os.Stderr, "   ", m)
	}
	return 1
}

// wholePackage reports whether every test of the package ran.
func wholePackage() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}
