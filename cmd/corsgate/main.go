// SPDX-License-Identifier: Apache-2.0

// Command corsgate is the CORS control plane and gateway for people who host many FHIR servers. This package plugs the
// others together; each command is one file, and each setting is declared once: as a flag, with its environment
// variable, its default and its help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // of check and explain: the call is blocked
	exitUsage   = 2 // of check and explain: nobody can tell
)

// cli is every command.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Run the management API and the gateway in one process, on SQLite or Postgres."`
	API     apiCommand     `cmd:"" name:"api" help:"Run the management API alone, on Postgres: as many of them as you like."`
	Gateway gatewayCommand `cmd:"" help:"Run the gateway alone, on Postgres: as many of them as you like."`
	Migrate migrateCommand `cmd:"" help:"Prepare a Postgres database for this version, and maintain it."`
	Init    initCommand    `cmd:"" help:"Make a CA, a certificate for the API, a signing key for tokens, and an .env file."`
	Token   tokenCommand   `cmd:"" help:"Print a bearer token for the management API."`
	History historyCommand `cmd:"" help:"Print the changes of a resource as JSON lines, oldest first."`
	Check   checkCommand   `cmd:"" help:"Ask a live server what a browser would ask, and say what the browser would conclude."`
	Explain explainCommand `cmd:"" help:"Say what a browser would conclude under the CORS settings in a file, without a network."`
	Health  healthCommand  `cmd:"" help:"Ask a running corsgate whether it is ready; for containers without a shell."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// streams are where a command writes: results to out, all else to err.
type streams struct{ out, err io.Writer }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	// After the first signal the second one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// run is the whole program: it parses, runs one command and says how that ended.
func run(ctx context.Context, args []string, io streams) int {
	var commands cli
	exited, code := false, exitOK
	parser, err := kong.New(&commands,
		kong.Name("corsgate"),
		kong.Description("corsgate decides which web origins may call which FHIR service.\n\n"+
			"A management API in the manner of Azure keeps the CORS settings of each service; a gateway in front of the FHIR "+
			"servers enforces them within milliseconds of a change.\n\n"+
			"Try it: corsgate serve --dev"),
		kong.DefaultEnvars("CORSGATE"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 110}),
		kong.Writers(io.out, io.err),
		kong.Exit(func(c int) { exited, code = true, c }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(io, arguments(args)),
	)
	if err != nil {
		return fail(io, err, exitFailure)
	}
	parsed, err := parser.Parse(args)
	if exited { // --help has been printed
		return code
	}
	if err != nil {
		return fail(io, fmt.Errorf("%s\nRun corsgate --help to see what there is", arguments(args).redact(err.Error())), exitUsage)
	}
	var usage *usageError
	var untold *unknownError
	switch err := parsed.Run(); {
	case errors.Is(err, errBlocked):
		return exitFailure
	case errors.As(err, &usage), errors.As(err, &untold):
		return fail(io, err, exitUsage)
	case err != nil:
		return fail(io, err, exitFailure)
	}
	return exitOK
}

// arguments are the command line, for those who must know that a value stands there.
type arguments []string

// usageError is a command line that cannot be meant so.
type usageError struct{ error }

func fail(io streams, err error, code int) int {
	fmt.Fprintf(io.err, "corsgate: %v\n", err)
	return code
}
