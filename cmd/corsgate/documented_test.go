// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// types runs a command line that stands in a file, as the README has it, and wants an exit code: "types 1 file".
func types(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: types code file")
	}
	words := strings.Fields(strings.ReplaceAll(ts.ReadFile(args[1]), "\\\n", " "))
	if len(words) == 0 || words[0] != "bin/corsgate" {
		ts.Fatalf("%s does not run bin/corsgate", args[1])
	}
	exits(ts, false, append([]string{args[0]}, words[1:]...))
}

// documented wants the README to print a command line and what it prints: "documented command-file output-file".
func documented(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: documented command-file output-file")
	}
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	ts.Check(err)
	want := "```sh\n" + ts.ReadFile(args[0]) + "```\n\n```text\n" + ts.ReadFile(args[1]) + "```\n"
	if !strings.Contains(string(readme), want) {
		ts.Fatalf("the README does not print\n%s", want)
	}
}
