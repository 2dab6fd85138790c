// SPDX-License-Identifier: Apache-2.0

// Command oracle judges a recorded soak: go run ./e2e/soak/oracle DIR. It exits with 1 if anything was missed or
// invented, or cannot be judged. It reads the files in DIR and asks nothing else.
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/e2e/soak/verdict"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errs io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(errs, "usage: oracle DIR")
		return 1
	}
	recorded, err := history.Read(args[0])
	if err != nil {
		fmt.Fprintln(errs, "oracle:", err)
		return 1
	}
	v := verdict.Of(recorded)
	fmt.Fprint(out, v)
	if len(v.Faults) > 0 {
		return 1
	}
	return 0
}
