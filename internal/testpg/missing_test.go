// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"errors"
	"fmt"
	"testing"
)

// verdict is a test that keeps how it was ended.
type verdict struct {
	testing.TB
	is string
}

func (v *verdict) Helper() {}
func (v *verdict) Skip(...any) {
	if v.is == "" {
		v.is = "skipped"
	}
}
func (v *verdict) Fatal(...any) {
	if v.is == "" {
		v.is = "failed"
	}
}

func TestMissingPostgres(t *testing.T) {
	tests := map[string]struct {
		ci   string
		err  error
		want string
	}{
		"at home":              {"", fmt.Errorf("wrapped: %w", errMissing), "skipped"},
		"in CI":                {"true", errMissing, "failed"},
		"there, but it failed": {"", errors.New("initdb"), "failed"},
		"failed in CI":         {"true", errors.New("initdb"), "failed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CI", test.ci)
			v := &verdict{}
			if failOrSkip(v, test.err); v.is != test.want {
				t.Errorf("the test is %q, want %q", v.is, test.want)
			}
		})
	}
}
