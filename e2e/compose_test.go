// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
)

const composeFile = "docker-compose.yml"

// composeService is what the tests ask of a service in docker-compose.yml.
type composeService struct {
	Image       string
	User        string
	Command     []string
	Environment map[string]string
	Ports       []string
	Volumes     []string
	Restart     string
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck struct{ Test []string }
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	CapAdd      []string `yaml:"cap_add"`
	SecurityOpt []string `yaml:"security_opt"`
	MemLimit    string   `yaml:"mem_limit"`
	PidsLimit   int      `yaml:"pids_limit"`
	Privileged  bool
	NetworkMode string `yaml:"network_mode"`
}

// ours is the program that a service runs, "" for a service that is none of the project's.
func (s composeService) ours() string {
	if name, _, _ := strings.Cut(s.Image, ":"); strings.HasPrefix(name, "corsgate") {
		return name
	}
	return ""
}

// rootFile reads a file of the repository's root.
func rootFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func composeServices(t *testing.T) map[string]composeService {
	t.Helper()
	var file struct{ Services map[string]composeService }
	// A key beside a merged one ("<<") counts as a duplicate here; it wins, as it does in Compose.
	decoder := yaml.NewDecoder(strings.NewReader(rootFile(t, composeFile)), yaml.AllowDuplicateMapKey())
	if err := decoder.Decode(&file); err != nil {
		t.Fatal(err)
	}
	if len(file.Services) < 9 {
		t.Fatalf("only %d services in %s", len(file.Services), composeFile)
	}
	return file.Services
}

// sampleBinary is corsgate-sample, built once for all tests.
var sampleBinary = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "corsgate-sample")
	return path, exec.Command("go", "build", "-o", path, "../cmd/corsgate-sample").Run()
})

// help is what a command of one of our programs says of itself.
func help(t *testing.T, program string, words []string) string {
	t.Helper()
	cmd := command(t, append(slices.Clone(words), "--help")...)
	if program == "corsgate-sample" {
		path, err := sampleBinary()
		if err != nil {
			t.Fatal(err)
		}
		cmd = exec.Command(path, append(slices.Clone(words), "-h")...)
	}
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("there is no such command: %s: %v\n%s", cmd, err, text)
	}
	return string(text)
}

// The words of a command line before its first flag or path are the command itself.
func commandWords(line []string) []string {
	end := slices.IndexFunc(line, func(word string) bool { return strings.ContainsAny(word, "-/") })
	if end < 0 {
		return line
	}
	return line[:end]
}

// hasFlag reports whether a help text has a flag; kong writes --flag, Go's own package -flag.
func hasFlag(help, flag string) bool {
	name, _, _ := strings.Cut(flag, "=")
	return regexp.MustCompile(`(?m)^\s+` + regexp.QuoteMeta(name) + `\b`).MatchString(help)
}

// hasVariable reads "($CORSGATE_DATA_DIR)".
func hasVariable(help, name string) bool { return strings.Contains(help, "($"+name+")") }

// Every command, flag and variable of the stack is one of the programs'.
func TestComposeKnowsTheProgram(t *testing.T) {
	t.Parallel()
	for name, s := range composeServices(t) {
		program := s.ours()
		if program == "" {
			continue
		}
		text := help(t, program, commandWords(s.Command))
		for _, word := range s.Command {
			if strings.HasPrefix(word, "-") && !hasFlag(text, word) {
				t.Errorf("%s: %s %s has no flag %s", name, program, s.Command[0], word)
			}
		}
		for variable := range s.Environment {
			if variable != "PGPASSWORD" && !hasVariable(text, variable) {
				t.Errorf("%s: %s %s has no setting %s", name, program, s.Command[0], variable)
			}
		}
		if test := s.Healthcheck.Test; s.Restart != "" {
			if len(test) < 3 || test[0] != "CMD" || test[1] != "/usr/local/bin/"+program || test[2] != "health" {
				t.Errorf("%s: its health is asked by %v", name, test)
			} else {
				help(t, program, test[2:3])
			}
		}
	}
}

// What waits for a service that runs once waits for its end, and what waits for another waits for its health.
func TestComposeOrder(t *testing.T) {
	t.Parallel()
	services := composeServices(t)
	for name, s := range services {
		for other, wait := range s.DependsOn {
			want := "service_completed_successfully"
			if services[other].Restart != "" {
				want = "service_healthy"
			}
			if wait.Condition != want {
				t.Errorf("%s waits for %s by %s, want %s", name, other, wait.Condition, want)
			}
		}
	}
	for _, name := range []string{"api-1", "api-2", "gateway-1", "gateway-2"} {
		if _, waits := services[name].DependsOn["roles"]; !waits {
			t.Errorf("%s does not wait for the schema and the roles", name)
		}
	}
}
