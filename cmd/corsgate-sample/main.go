// SPDX-License-Identifier: Apache-2.0

// Command corsgate-sample is what the local stack needs besides corsgate: a FHIR server that stands behind the gateways,
// and a web page of another origin that calls it through them. It is for trying corsgate out, never for real data, and
// knows nothing of how corsgate works inside.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/corsgate/corsgate/internal/samplefhir"
)

// Exit codes, the same as corsgate's.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

const usage = `corsgate-sample is the sample FHIR server and the sample page of the local stack.

  corsgate-sample fhir [-listen ADDRESS]
  corsgate-sample page [-listen ADDRESS] [-settings URL] -service URL [-service URL …]
  corsgate-sample health URL

Run a command with -h to see its flags.
`

// errUsage is a command line that cannot be meant so.
var errUsage = errors.New("see corsgate-sample help")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program: one command, and how it ended.
func run(ctx context.Context, args []string, out, log io.Writer) int {
	command := ""
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	var err error
	switch command {
	case "fhir":
		err = runFHIR(ctx, args, log)
	case "page":
		err = runPage(ctx, args, log)
	case "health":
		err = runHealth(ctx, args, log)
	case "help", "-h", "--help":
		_, err = io.WriteString(out, usage)
	default:
		err = fmt.Errorf("there is no command %q: %w", command, errUsage)
	}
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitOK
	case errors.Is(err, errUsage):
		fmt.Fprintln(log, "corsgate-sample:", err)
		return exitUsage
	}
	fmt.Fprintln(log, "corsgate-sample:", err)
	return exitFailure
}

// parse reads the flags of a command, which takes so many arguments behind them.
func parse(flags *flag.FlagSet, args []string, arguments int) error {
	switch err := flags.Parse(args); { // it says itself what is wrong
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return errUsage
	}
	if flags.NArg() != arguments {
		return fmt.Errorf("%s takes %d arguments, not %d: %w", flags.Name(), arguments, flags.NArg(), errUsage)
	}
	return nil
}

func newFlags(name string, log io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("corsgate-sample "+name, flag.ContinueOnError)
	flags.SetOutput(log)
	return flags
}

func runFHIR(ctx context.Context, args []string, log io.Writer) error {
	flags := newFlags("fhir", log)
	address := flags.String("listen", "127.0.0.1:8082", "address of the sample FHIR server")
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	return serve(ctx, *address, samplefhir.New(samplefhir.Options{}), log)
}

func runHealth(ctx context.Context, args []string, log io.Writer) error {
	flags := newFlags("health", log)
	if err := parse(flags, args, 1); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, flags.Arg(0), nil)
	if err != nil {
		return errors.Join(err, errUsage)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: it is this machine
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", flags.Arg(0), answer.Status)
	}
	return nil
}
