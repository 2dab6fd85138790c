// SPDX-License-Identifier: Apache-2.0

package repositorytest

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

var sqlText = regexp.MustCompile(`^[\s(]*(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|REPLACE|TRUNCATE|WITH|PRAGMA|LOCK|GRANT|REVOKE|` +
	`BEGIN|COMMIT|ROLLBACK|LISTEN|NOTIFY|SET)\b`)

// Statements returns the constants of the package under test that hold SQL, by name. A literal elsewhere that looks like
// SQL is an error: a test that goes through the constants would not see it.
func Statements(t testing.TB) map[string]string {
	t.Helper()
	values, inConstants, literals := map[string]ast.Expr{}, map[ast.Node]bool{}, []*ast.BasicLit{}
	for _, file := range sources(t) {
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
	statements := map[string]string{}
	for name, value := range values {
		if text := evaluate(value, values); sqlText.MatchString(text) {
			statements[name] = text
		}
	}
	for _, literal := range literals {
		if text := evaluate(literal, nil); !inConstants[literal] && sqlText.MatchString(text) {
			t.Errorf("SQL that is not a constant: %q", text)
		}
	}
	if len(statements) < 20 {
		t.Fatalf("found only %d statements", len(statements))
	}
	return statements
}

// sources parses the package in the working directory, without its tests.
func sources(t testing.TB) (list []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	expectNil(t, "the files", err)
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			expectNil(t, name, err)
			list = append(list, file)
		}
	}
	return list
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
