// SPDX-License-Identifier: Apache-2.0

package arch

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pkg is one of our packages and what its files import. Tests are apart: they may plug together what they test.
type pkg struct {
	path    string // below the module; the root is "."
	imports []string
	tests   []string
}

// packages reads the imports of every package below the module's root, whatever the build constraints.
func packages(t *testing.T) []pkg {
	t.Helper()
	root := filepath.Join("..", "..")
	var list []pkg
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		name := d.Name()
		if path != root && (name == "testdata" || name == "vendor" || name == "node_modules" || strings.HasPrefix(name, ".") && name != "..") {
			return filepath.SkipDir
		}
		if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil && path != root {
			return filepath.SkipDir // another module
		}
		context := build.Default
		context.UseAllFiles = true
		p, err := context.ImportDir(path, build.IgnoreVendor)
		if p == nil || len(p.GoFiles)+len(p.TestGoFiles)+len(p.XTestGoFiles)+len(p.IgnoredGoFiles) == 0 {
			return nil // no Go files
		}
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		list = append(list, pkg{filepath.ToSlash(relative), p.Imports, append(p.TestImports, p.XTestImports...)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 10 {
		t.Fatalf("only %d packages found", len(list))
	}
	return list
}

// ours is an import as a path below the module.
func ours(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// plugsTogether are the programs. Nobody can import them, and they may import everything of ours.
func plugsTogether(p pkg) bool {
	return strings.HasPrefix(p.path, "cmd/") || p.path == "bench" || strings.HasPrefix(p.path, "bench/")
}

func TestOurPackagesImportInOneDirection(t *testing.T) {
	t.Parallel()
	rules := mayImport()
	for _, p := range packages(t) {
		if plugsTogether(p) {
			continue
		}
		allowed, known := rules[p.path]
		if !known {
			t.Errorf("package %s has no rule: say in rules_test.go what it may import", p.path)
			continue
		}
		if !slices.Contains(pure(), p.path) {
			allowed = append(slices.Clone(allowed), anyone()...)
		}
		for _, path := range p.imports {
			if name, isOurs := ours(path); isOurs && !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s; it may import %v", p.path, name, allowed)
			}
		}
	}
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, path := range p.imports {
			for library, homes := range where() {
				if within(path, library) && !strings.HasPrefix(p.path, "bench") && !slices.Contains(homes, p.path) {
					t.Errorf("%s imports %s, which belongs to %v", p.path, path, homes)
				}
			}
		}
	}
}

func TestDomainImportsNothingForeign(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, path := range p.imports {
			if slices.Contains(forbiddenStandard()[p.path], path) {
				t.Errorf("%s imports %s", p.path, path)
			}
			allowed, listed := outside()[p.path]
			_, isOurs := ours(path)
			if !listed || isOurs || !strings.Contains(strings.Split(path, "/")[0], ".") {
				continue
			}
			if !slices.ContainsFunc(allowed, func(library string) bool { return within(path, library) }) {
				t.Errorf("%s imports %s", p.path, path)
			}
		}
	}
}

// Tests may import what they like of ours, with three exceptions: a domain's tests prove that it stands alone; stores
// are tested by the one suite and not by what is built on them; and our CORS engine is compared with others, never
// built on them.
func TestImportsOfTests(t *testing.T) {
	t.Parallel()
	alone := map[string][]string{
		"cors": {}, "cors/browser": {"cors"}, "arm": {},
		"repository/sqlite":   {"repository", "cors", "migrations", "repository/repositorytest"},
		"repository/postgres": {"repository", "cors", "migrations", "repository/repositorytest", "internal/testpg"},
	}
	for _, p := range packages(t) {
		allowed, listed := alone[p.path]
		for _, path := range p.tests {
			name, isOurs := ours(path)
			if listed && isOurs && name != p.path && !slices.Contains(allowed, name) {
				t.Errorf("the tests of %s import %s", p.path, name)
			}
			if within(path, "github.com/gin-gonic/gin") && p.path != "api" && p.path != "bench/api" && p.path != "bench/cors" { // there it is a peer, or its home
				t.Errorf("the tests of %s import gin", p.path)
			}
		}
	}
}

func within(path, library string) bool {
	return path == library || strings.HasPrefix(path, library+"/")
}
