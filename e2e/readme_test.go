// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The README's first minute, as it is printed: each command answers what is printed below it.
func TestReadme(t *testing.T) {
	t.Parallel()
	blocks := readmeBlocks(t)
	args := []string{"--dev"}
	if !usualPortsAreFree() {
		args = onFreePorts("--dev", "--sample-listen", free)
	}
	p := serveWith(t, filepath.Join(t.TempDir(), "data"), nil, args)
	for i := range blocks {
		blocks[i].commands, blocks[i].answer = p.ownPorts(t, blocks[i].commands), p.ownPorts(t, blocks[i].answer)
	}
	outputs := runBlocks(t, p, blocks)
	for i, block := range blocks {
		checkPrinted(t, block, outputs[i])
	}
}

// What `serve --dev` prints can be pasted.
func TestGreeting(t *testing.T) {
	t.Parallel()
	p := serveWith(t, filepath.Join(t.TempDir(), "data"), nil, onFreePorts("--dev", "--sample-listen", free))
	var commands []string
	eventually(t, "three curl lines in the greeting", func() bool {
		commands = nil
		for line := range strings.Lines(p.stdout.String()) {
			if strings.HasPrefix(line, "TOKEN=") || strings.HasPrefix(line, "curl ") {
				commands = append(commands, line)
			}
		}
		return len(commands) == 4
	})
	outputs := runBlocks(t, p, []readmeBlock{{commands: strings.Join(commands, "")}})
	checkPrinted(t, readmeBlock{answer: `"type":"Corsgate.Fhir/corsSettings"…"origins":["https://app.example.org"]
HTTP/1.1 204 No Content
Access-Control-Allow-Methods: PUT
Access-Control-Allow-Origin: https://app.example.org
HTTP/1.1 200 OK
Access-Control-Allow-Origin: https://app.example.org
"resourceType":"Patient"`}, outputs[0])
}

// usualPortsAreFree says whether the program can run as the README has it.
func usualPortsAreFree() bool {
	for _, port := range []string{"8443", "8080", "8081", "8082"} {
		listener, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil || listener.Close() != nil {
			return false
		}
	}
	return true
}

// ownPorts puts the ports at which the program listens in the place of the usual ones.
func (p *program) ownPorts(t *testing.T, text string) string {
	t.Helper()
	for port, address := range map[string]string{":8443": p.api, ":8080": p.gateway, ":8081": p.ops} {
		text = strings.ReplaceAll(text, port, hostPort(t, "", address))
	}
	return text
}

// readmeBlock is what a reader types, and what is printed below it, if anything is.
type readmeBlock struct{ commands, answer string }

// readmeBlocks are the blocks of the README that are marked to be run.
func readmeBlocks(t *testing.T) []readmeBlock {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	const mark = "<!-- run: first-minute -->\n"
	marked := regexp.MustCompile(regexp.QuoteMeta(mark) + "```sh\n((?s).*?)```\n(?:\n```text\n((?s).*?)```\n)?")
	var blocks []readmeBlock
	for _, match := range marked.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, readmeBlock{commands: match[1], answer: match[2]})
	}
	if n := strings.Count(string(text), mark); len(blocks) != n || n == 0 {
		t.Fatalf("%d marks in the README, and %d blocks of sh directly below them", n, len(blocks))
	}
	return blocks
}

// runBlocks runs the blocks one after the other in one shell, in the directory that has bin/corsgate and the data
// directory, and returns what each of them printed.
func runBlocks(t *testing.T, p *program, blocks []readmeBlock) []string {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	directory := filepath.Dir(p.dataDir)
	if err := os.Mkdir(filepath.Join(directory, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(p.cmd.Path, filepath.Join(directory, "bin", "corsgate")); err != nil {
		t.Fatal(err)
	}
	const border = "-- end of a block --\n"
	var script strings.Builder
	for _, block := range blocks {
		fmt.Fprintf(&script, "%s\nprintf '%%s' '%s'\n", block.commands, border)
	}
	shell := exec.Command("sh", "-eu", "-c", script.String())
	shell.Dir, shell.Env = directory, append(append(command(t).Env, "NO_PROXY=127.0.0.1,localhost"), storeOf(t, p.dataDir)...)
	text, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	outputs := strings.Split(string(text), border)
	if len(outputs) != len(blocks)+1 {
		t.Fatalf("%d blocks printed\n%s", len(blocks), text)
	}
	return outputs
}

// variable is what differs each time: ETags, times, ids.
var variable = regexp.MustCompile(`\b[A-Z2-7]{26}\b|\b\d{4}-\d\d-\d\dT[\d:.]+Z|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)

// checkPrinted wants the printed answer in the real one. The printed one may leave out lines, breaks lines for the
// reader, and has … for what it leaves out in a line.
func checkPrinted(t *testing.T, block readmeBlock, output string) {
	t.Helper()
	rest := strings.ReplaceAll(output, "\r\n", "\n")
	for line := range strings.Lines(variable.ReplaceAllStringFunc(block.answer, keepSubscription)) {
		for part := range strings.SplitSeq(line, "…") {
			part = strings.TrimSpace(part)
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Errorf("%s\nprinted, and not answered at that place:\n%s\nthe answer was\n%s", block.commands, part, output)
				return
			}
			rest = after
		}
	}
}

// keepSubscription leaves ids alone that are the same everywhere.
func keepSubscription(text string) string {
	if strings.HasPrefix(text, "00000000-") {
		return text
	}
	return "…"
}
