// SPDX-License-Identifier: Apache-2.0

package sqlite

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var sqlText = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|REPLACE|WITH|PRAGMA)\s`)

// TestStatements prepares every SQL constant of the package against the migrated schema, so that a column renamed in
// one place only is noticed; and sees to it that there is no SQL elsewhere.
func TestStatements(t *testing.T) {
	t.Parallel()
	constants, others := sqlOfPackage(t)
	for _, text := range others {
		t.Errorf("SQL that is not a constant: %q", text)
	}
	if len(constants) < 20 {
		t.Fatalf("found only %d statements", len(constants))
	}
	store := opened(t, newPath(t))
	for name, text := range constants {
		statement, err := store.write.PrepareContext(t.Context(), text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := statement.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPlans: what runs for each request or each follower finds its rows by an index, already in order.
func TestPlans(t *testing.T) {
	t.Parallel()
	constants, _ := sqlOfPackage(t)
	store := opened(t, newPath(t))
	for _, name := range []string{"selectGroup", "selectTenant", "selectWorkspace", "selectWorkspacesOfGroup",
		"selectWorkspacesOfSubscription", "selectService", "selectServices", "selectHistory", "selectChanges",
		"selectHasWorkspaces", "selectHasServices", "deleteGroup", "deleteService", "deleteWorkspace", "deleteTombstone"} {
		text, found := constants[name]
		if !found {
			t.Errorf("there is no %s", name)
			continue
		}
		for _, step := range plan(t, store, text) {
			if strings.HasPrefix(step, "SCAN") && step != "SCAN CONSTANT ROW" || strings.Contains(step, "TEMP B-TREE") {
				t.Errorf("%s: %s", name, step)
			}
		}
	}
}

func plan(t *testing.T, store *Store, text string) (steps []string) {
	t.Helper()
	args := make([]any, strings.Count(text, "?"))
	if strings.Contains(text, "?1") {
		args = args[:1]
	}
	rows, err := store.read.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 || rows.Err() != nil {
		t.Fatalf("no plan for %s: %v", text, rows.Err())
	}
	return steps
}

// sqlOfPackage returns the constants that hold SQL, by name, and literals elsewhere that look like it.
func sqlOfPackage(t *testing.T) (constants map[string]string, others []string) {
	t.Helper()
	files := token.NewFileSet()
	values, inConstants := map[string]ast.Expr{}, map[ast.Node]bool{}
	var literals []*ast.BasicLit
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.GenDecl:
				collectConstants(node, values, inConstants)
			case *ast.BasicLit:
				literals = append(literals, node)
			}
			return true
		})
	}
	constants = map[string]string{}
	for name, value := range values {
		if text := evaluate(value, values); sqlText.MatchString(text) {
			constants[name] = text
		}
	}
	for _, literal := range literals {
		if text := evaluate(literal, nil); !inConstants[literal] && sqlText.MatchString(text) {
			others = append(others, text)
		}
	}
	return constants, others
}

func collectConstants(declaration *ast.GenDecl, values map[string]ast.Expr, inConstants map[ast.Node]bool) {
	if declaration.Tok != token.CONST {
		return
	}
	for _, spec := range declaration.Specs {
		spec := spec.(*ast.ValueSpec)
		for i, value := range spec.Values {
			values[spec.Names[i].Name] = value
			ast.Inspect(value, func(node ast.Node) bool { inConstants[node] = true; return true })
		}
	}
}

// evaluate joins literals and other constants; what else there may be is no SQL.
func evaluate(expression ast.Expr, values map[string]ast.Expr) string {
	switch e := expression.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return evaluate(e.X, values) + evaluate(e.Y, values)
	case *ast.Ident:
		return evaluate(values[e.Name], values)
	}
	return ""
}
