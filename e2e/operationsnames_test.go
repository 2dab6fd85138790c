// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"regexp"
	"strings"
	"testing"
)

var (
	invocation = regexp.MustCompile("(?m)(?:^|[(;\"] ?|until )corsgate ((?:migrate )?[a-z][a-z-]*)([^|;)\n]*)")
	flagName   = regexp.MustCompile(`--[a-z][a-z-]+`)
	variableOf = regexp.MustCompile(`CORSGATE_[A-Z_]+`)
)

// Each command, flag and variable of ours that the manual names is there.
func TestOperationsNamesCommands(t *testing.T) {
	t.Parallel()
	text := manual(t)
	known := offered(t)
	var code []string
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		if block[1] == "sh" {
			code = append(code, strings.ReplaceAll(block[2], "\\\n", ""))
		}
	}
	for _, span := range inlineCode.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		code = append(code, span[1])
	}
	commands := 0
	for _, part := range code {
		flags := ""
		if strings.HasPrefix(part, "--") {
			flags = part
		}
		for _, found := range invocation.FindAllStringSubmatch(part, -1) {
			commands++
			flags += found[2]
			if !known[found[1]] {
				t.Errorf("there is no command %q: %s", found[1], found[0])
			}
		}
		for _, flag := range flagName.FindAllString(flags, -1) {
			if !known[flag] {
				t.Errorf("there is no flag %s: %s", flag, part)
			}
		}
	}
	if commands < 30 {
		t.Errorf("only %d commands were found in the manual", commands)
	}
	for _, variable := range variableOf.FindAllString(text, -1) {
		if !known[variable] {
			t.Errorf("there is no variable %s", variable)
		}
	}
}

// offered are the commands, flags and variables that --help tells of.
func offered(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{}
	listed := regexp.MustCompile(`(?m)^  ((?:[a-z-]+ )?[a-z-]+)\b`)
	_, list, _ := strings.Cut(call(t, nil, "--help").stdout, "Commands:\n")
	for _, found := range listed.FindAllStringSubmatch(list, -1) {
		words := strings.Fields(found[1])
		known[words[0]], known[found[1]] = true, true
		help := call(t, nil, append(words, "--help")...).stdout
		for _, name := range append(flagName.FindAllString(help, -1), variableOf.FindAllString(help, -1)...) {
			known[name] = true
		}
	}
	return known
}
