// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// statementsOf are the constants of a store's package that are text. The bare handlers run these and none of their own:
// so they cannot come to do less work than the store, or more.
func statementsOf(t testing.TB, store string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "repository", store, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{Importer: nothing{}, IgnoreFuncBodies: true, Error: func(error) {}} // constants need no imports
	source, _ := config.Check(store, set, files, nil)
	found := map[string]string{}
	for _, name := range source.Scope().Names() {
		if c, is := source.Scope().Lookup(name).(*types.Const); is && c.Val().Kind() == constant.String {
			found[name] = constant.StringVal(c.Val())
		}
	}
	if found["selectService"] == "" {
		t.Fatalf("no statement that selects a service among %d constants of %s", len(found), store)
	}
	return found
}

// nothing imports nothing.
type nothing struct{}

func (nothing) Import(string) (*types.Package, error) { return nil, errors.New("not imported") }
