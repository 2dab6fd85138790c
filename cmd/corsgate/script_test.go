// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/corsgate/corsgate/internal/testpg"
)

func TestMain(m *testing.M) {
	testscript.Main(testpg.Tests{M: m}, map[string]func(){"corsgate": main})
}

// TestScripts runs the command lines in testdata. They find a busy port in $BUSY, free ones in $FREE, and
// a line break in $LINE. UPDATE=1 rewrites what the outputs are compared with.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			busy, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Defer(func() { _ = busy.Close() })
			env.Setenv("BUSY", busy.Addr().String())
			env.Setenv("FREE", "127.0.0.1:0")
			env.Setenv("LINE", "\n")
			env.Values[answering{}] = new(answering)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "replay": replay, "answers": answers, "received": received,
			"types": types, "documented": documented,
		},
	})
}

// exits runs `corsgate` and wants an exit code: "exits 2 token --ttl 25h". The built-in ! takes any failure.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits code [argument...]")
	}
	err := ts.Exec("corsgate", args[1:]...)
	code := "0"
	if err != nil {
		code = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s", code, args[0])
	}
}

// TestHelp: help is on stdout, and each flag names the environment variable that can stand for it.
func TestHelp(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "serve", "api", "gateway", "migrate", "migrate up", "migrate down", "migrate version",
		"migrate roles", "migrate new-epoch", "init", "token", "history", "check", "explain", "health", "version"} {
		t.Run("corsgate "+command, func(t *testing.T) {
			t.Parallel()
			var out, err bytes.Buffer
			code := run(context.Background(), append(strings.Fields(command), "--help"), streams{&out, &err})
			if code != exitOK || err.Len() > 0 || !strings.HasPrefix(out.String(), strings.TrimSpace("Usage: corsgate "+command)) {
				t.Fatalf("exit %d\n%s%s", code, &out, &err)
			}
			help := strings.Join(strings.Fields(out.String()), " ")
			flags := regexp.MustCompile(` --([a-z-]+)`).FindAllStringSubmatch(regexp.MustCompile(`(?s)^.*Flags:`).ReplaceAllString(help, ""), -1)
			for _, flag := range flags {
				name := flag[1]
				variable := "CORSGATE_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
				if name != "help" && !strings.Contains(help, "($"+variable+")") {
					t.Errorf("--%s: there is no word of %s:\n%s", name, variable, &out)
				}
			}
		})
	}
}
