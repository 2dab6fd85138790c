// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The README's first minute, as it is printed: each command answers what is printed below it.
func TestReadme(t *testing.T) {
	t.Parallel()
	blocks := markedBlocks(t, "README.md", "first-minute")
	args := []string{"--dev"}
	if !usualPortsAreFree() {
		args = onFreePorts("--dev", "--sample-listen", free)
	}
	p := serveWith(t, filepath.Join(t.TempDir(), "data"), nil, args)
	for i := range blocks {
		blocks[i].commands, blocks[i].answer = p.ownPorts(t, blocks[i].commands), p.ownPorts(t, blocks[i].answer)
	}
	printed := runBlocks(t, p, blocks)
	for i, b := range blocks {
		checkPrinted(t, b, printed[i])
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
	printed := runBlocks(t, p, []block{{commands: strings.Join(commands, "")}})
	checkPrinted(t, block{answer: `"type":"Corsgate.Fhir/corsSettings"…"origins":["https://app.example.org"]
HTTP/1.1 204 No Content
Access-Control-Allow-Methods: PUT
Access-Control-Allow-Origin: https://app.example.org
HTTP/1.1 200 OK
Access-Control-Allow-Origin: https://app.example.org
"resourceType":"Patient"`}, printed[0])
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

// patientCurl returns from a write when the gateway enforces it. That takes a reader no time, but a script is faster.
const patientCurl = `curl() {
	command curl -D headers "$@" || return
	revision=$(sed -n 's/^corsgate-revision: \([0-9]*\).*/\1/p' headers)
	[ -z "$revision" ] || until command curl -sS "http://$OPS/readyz" | grep -q "\"appliedRevision\":$revision,"; do :; done
}
`

// runBlocks runs the blocks one after the other in one shell, in the directory that has bin/corsgate and the data
// directory, and returns what each of them printed.
func runBlocks(t *testing.T, p *program, blocks []block) []string {
	t.Helper()
	needTool(t, "curl")
	directory := filepath.Dir(p.dataDir)
	if err := os.Mkdir(filepath.Join(directory, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(p.cmd.Path, filepath.Join(directory, "bin", "corsgate")); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command("sh", "-eu", "-c", patientCurl+script(blocks))
	shell.Dir, shell.Env = directory, append(command(t).Env, "NO_PROXY=127.0.0.1,localhost", "OPS="+p.ops)
	shell.Env = append(shell.Env, storeOf(t, p.dataDir)...)
	text, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return outputs(t, blocks, string(text))
}
