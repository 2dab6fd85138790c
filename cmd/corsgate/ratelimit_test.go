// SPDX-License-Identifier: Apache-2.0

package main

import "testing"

func TestRateLimit(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rateLimit{"0": {}, "250/25": {250, 25}, "1/0.5": {1, 0.5}} {
		var got rateLimit
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "250", "250/", "/25", "0/25", "-1/25", "250/0", "250/-1", "250/NaN", "250/Inf", "1e3/1", "250/25/1", "99999999999/1"} {
		var got rateLimit
		if err := got.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q: %+v", text, got)
		}
	}
}
