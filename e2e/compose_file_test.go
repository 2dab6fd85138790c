// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// composeVariables are the variables of docker-compose.yml with their defaults, or with "?" where one must be set.
func composeVariables(t *testing.T) map[string]string {
	t.Helper()
	text, found := rootFile(t, composeFile), map[string]string{}
	for _, match := range regexp.MustCompile(`\$\{?(\w+)(?:(:-|:\?)([^}]*)\})?`).FindAllStringSubmatch(text, -1) {
		name, value := match[1], match[3]
		switch match[2] {
		case ":?":
			if !strings.Contains(value, ".env.example") {
				t.Errorf("${%s}: %q does not say what to do", name, value)
			}
			value = "?"
		case "":
			t.Errorf("$%s has neither a default nor words for its absence", name)
		}
		if before, again := found[name]; again && before != value {
			t.Errorf("${%s} has the defaults %q and %q", name, before, value)
		}
		found[name] = value
	}
	return found
}

// exampleVariables are the variables of .env.example: with "?" what is to be filled in, else the default that a comment
// shows.
func exampleVariables(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^(#?)([A-Z]\w*)=(.*)$`).FindAllStringSubmatch(rootFile(t, ".env.example"), -1) {
		comment, name, value := match[1] != "", match[2], match[3]
		switch {
		case !comment && value != "":
			t.Errorf(".env.example sets %s: what has a value there is everybody's", name)
		case !comment:
			value = "?"
		}
		found[name] = value
	}
	return found
}

func TestComposeVariables(t *testing.T) {
	t.Parallel()
	inFile, inExample := composeVariables(t), exampleVariables(t)
	if len(inFile) < 4 || !maps.Equal(inFile, inExample) {
		t.Errorf("the variables differ:\n%-13s %v\n%-13s %v", composeFile, inFile, ".env.example", inExample)
	}
}

// No password is written down: they come from .env, each to where it is needed.
func TestComposePasswords(t *testing.T) {
	t.Parallel()
	reference := regexp.MustCompile(`^\$\{[A-Z]+_PASSWORD:\?[^}]+\}$`)
	for name, s := range composeServices(t) {
		for variable, value := range s.Environment {
			if strings.Contains(variable, "PASSWORD") && !reference.MatchString(value) {
				t.Errorf("%s: %s is %q", name, variable, value)
			}
			if regexp.MustCompile(`://[^/]*:[^/]*@|(?i)password=`).MatchString(value) {
				t.Errorf("%s: %s has a password in its URL", name, variable)
			}
		}
		if s.ours() != "" && strings.Contains(s.Environment["PGPASSWORD"], "POSTGRES") {
			t.Errorf("%s works as the superuser of the database", name)
		}
	}
	for _, match := range regexp.MustCompile(`(?i)password\s+(\S+)`).FindAllStringSubmatch(rootFile(t, "compose/logins.sql"), -1) {
		if regexp.MustCompile(`^'`).MatchString(match[1]) {
			t.Errorf("logins.sql has a password in it: %s", match[0])
		}
	}
}

func TestComposeIsHardened(t *testing.T) {
	t.Parallel()
	published := 0
	for name, s := range composeServices(t) {
		for what, holds := range map[string]bool{
			"a file system that it can write to":  !s.ReadOnly,
			"capabilities":                        !slices.Equal(s.CapDrop, []string{"ALL"}) || len(s.CapAdd) > 0 || s.Privileged,
			"a way to new privileges":             !slices.Contains(s.SecurityOpt, "no-new-privileges:true"),
			"no limit of memory":                  s.MemLimit == "",
			"no limit of processes":               s.PidsLimit <= 0,
			"no user but root":                    s.User == "" || s.User == "root" || strings.HasPrefix(s.User, "0"),
			"a user that is a name, in our image": s.ours() != "" && !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(s.User),
			"the network of the host":             s.NetworkMode == "host",
			"neither an end nor a health check":   s.Restart != "" && len(s.Healthcheck.Test) == 0,
		} {
			if holds {
				t.Errorf("%s has %s", name, what)
			}
		}
		for _, port := range s.Ports {
			published++
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s can be reached from other machines", name, port)
			}
		}
		for _, volume := range s.Volumes {
			if strings.Contains(volume, "docker.sock") {
				t.Errorf("%s can command the engine", name)
			}
		}
	}
	if published != 5 {
		t.Errorf("%d published ports, want those of two APIs, two gateways and the page", published)
	}
}

// The images that are built run as somebody, have nothing but what they need, and are compiled as `make build` does it.
func TestDockerfile(t *testing.T) {
	t.Parallel()
	text := rootFile(t, "Dockerfile")
	if strings.Contains(text, "syntax=") {
		t.Error("a syntax line makes each build ask a registry")
	}
	stages := regexp.MustCompile(`(?m)^FROM `).Split(text, -1)[1:]
	for _, program := range []string{"corsgate", "corsgate-sample"} {
		target := strings.TrimPrefix(program, "corsgate-")
		at := slices.IndexFunc(stages, func(s string) bool { return strings.HasPrefix(s, "scratch AS "+target+"\n") })
		if at < 0 {
			t.Fatalf("no target %s that starts from nothing", target)
		}
		for _, want := range []string{
			"\nCOPY --from=build /out/" + program + " /usr/local/bin/" + program + "\n",
			"\nUSER 65532:65532\n", `ENTRYPOINT ["/usr/local/bin/` + program + `"]`, "org.opencontainers.image.licenses",
		} {
			if !strings.Contains(stages[at], want) {
				t.Errorf("target %s lacks %q", target, strings.TrimSpace(want))
			}
		}
	}
	flags := regexp.MustCompile(`(?m)^GOFLAGS_BUILD := (.*)$`).FindStringSubmatch(rootFile(t, "Makefile"))
	if flags == nil {
		t.Fatal("no GOFLAGS_BUILD in the Makefile")
	}
	want := strings.NewReplacer("'", `"`, "$(RELEASE)", "$RELEASE").Replace(flags[1])
	if !strings.Contains(text, want) || !strings.Contains(text, "CGO_ENABLED=0 go build") {
		t.Errorf("the image is not compiled as the Makefile does it: %s", want)
	}
}
