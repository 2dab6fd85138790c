// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const apiGuide = "docs/api.md"

// The API's guide, as it is printed: each command answers what is printed below it.
func TestAPIGuide(t *testing.T) {
	t.Parallel()
	p := guided(t)
	blocks := markedBlocks(t, apiGuide, "api-guide")
	for i := range blocks {
		blocks[i].commands, blocks[i].answer = p.ownPorts(t, blocks[i].commands), p.ownPorts(t, blocks[i].answer)
	}
	var exports strings.Builder // which the reader copies from the greeting
	for _, setting := range azureEnvironment(t, p) {
		exports.WriteString("export " + setting + "\n")
	}
	printed := runBlocks(t, p, append([]block{{commands: exports.String()}}, blocks...))
	for i, b := range blocks {
		checkPrinted(t, b, printed[i+1])
		if b.answer == "" && printed[i+1] != "" {
			t.Errorf("%s\nanswers something that is not printed:\n%s", b.commands, printed[i+1])
		}
	}
}

// guided is the program as the guide's reader has it, on ports of its own.
func guided(t *testing.T) *program {
	t.Helper()
	return serveWith(t, filepath.Join(t.TempDir(), "data"), nil, onFreePorts("--dev", "--sample-listen", free))
}

// The script of the guide, with Azure's own SDK.
func TestAPIGuideScript(t *testing.T) {
	t.Parallel()
	tools := needNodeTools(t)
	found := regexp.MustCompile("(?s)```js\n(.*?)```\n\n```text\n[^\n]*node azure.mjs\n\n(.*?)```").FindAllStringSubmatch(readGuide(t), -1)
	if len(found) != 1 {
		t.Fatalf("%d scripts with an answer below them, want 1", len(found))
	}
	script, answer := found[0][1], found[0][2]
	name := filepath.Join(tools.dir, "azure.mjs")
	if err := os.WriteFile(name, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	p := guided(t)
	node := tools.command(t, name)
	node.Env = append(node.Env, azureEnvironment(t, p)...)
	printed, err := node.CombinedOutput()
	if err != nil || string(printed) != answer {
		t.Errorf("%v; printed\n%s\nwant\n%s", err, printed, answer)
	}
}

// No commands stand in the guide that TestAPIGuide does not run, and no answer that nobody compares.
func TestAPIGuideRunsAll(t *testing.T) {
	t.Parallel()
	fences := map[string]int{}
	for _, found := range fence.FindAllStringSubmatch(readGuide(t), -1) {
		fences[found[1]]++
	}
	blocks, answers := markedBlocks(t, apiGuide, "api-guide"), 1 // the script's
	for _, b := range blocks {
		if b.answer != "" {
			answers++
		}
	}
	if fences["sh"] != len(blocks) || fences["text"] != answers || fences["js"] != 1 || len(fences) != 4 {
		t.Errorf("%v; %d blocks are run, and %d answers compared", fences, len(blocks), answers)
	}
}

// The api-versions that the guide names are those that are served, or the answer to another one would not list them.
func TestAPIGuideVersions(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	c := p.client(t, p.token(t, "reader"))
	row := regexp.MustCompile(`(?m)^\| workspaces, FHIR services.*? \| (.*?) \|`).FindStringSubmatch(readGuide(t))
	if row == nil {
		t.Fatal("no row of the api-versions of workspaces")
	}
	answer := c.get(t, "/subscriptions/"+subscription+"/providers/Microsoft.HealthcareApis/workspaces?api-version=none")
	if !strings.Contains(string(answer.Body), "'"+row[1]+"'") {
		t.Errorf("the guide has %s; the answer is\n%s", row[1], answer.Body)
	}
}

func readGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", apiGuide))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
