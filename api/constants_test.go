// SPDX-License-Identifier: Apache-2.0

package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// constants are the values of the string constants of a type in a Go file, those of each declaration together.
func constants(t *testing.T, file, typeName string) [][]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var groups [][]string
	for _, declaration := range parsed.Decls {
		declared, ok := declaration.(*ast.GenDecl)
		if !ok {
			continue
		}
		if values := constantsOf(t, declared, typeName); len(values) > 0 {
			groups = append(groups, values)
		}
	}
	if len(groups) == 0 {
		t.Fatalf("no constants of type %s in %s", typeName, file)
	}
	return groups
}

func constantsOf(t *testing.T, declared *ast.GenDecl, typeName string) (values []string) {
	t.Helper()
	for _, spec := range declared.Specs {
		value, ok := spec.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if name, ok := value.Type.(*ast.Ident); !ok || name.Name != typeName {
			continue
		}
		for _, v := range value.Values {
			if literal, ok := v.(*ast.BasicLit); ok {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
		}
	}
	return values
}
