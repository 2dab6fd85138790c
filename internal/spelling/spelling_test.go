// SPDX-License-Identifier: Apache-2.0

package spelling_test

import (
	"strings"
	"testing"

	"github.com/corsgate/corsgate/internal/spelling"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"origins", "headers", "methods", "maxAge", "allowCredentials", "tags", "authenticationConfiguration"}
	for name, want := range map[string]string{
		"allow_origin":                     "origins",
		"allowedOrigins":                   "origins",
		"Origins":                          "origins",
		"orgins":                           "origins",
		"orignis":                          "origins",
		"Access-Control-Allow-Headers":     "headers",
		"max_age":                          "maxAge",
		"maxAgeInSeconds":                  "maxAge",
		"credentials":                      "allowCredentials",
		"Access-Control-Allow-Credentials": "allowCredentials",
		"tag":                              "tags",
		"authConfig":                       "authenticationConfiguration",
		"authz":                            "",
		"location":                         "",
		"exposedHeaders":                   "",
		"x":                                "",
		"":                                 "",
		"ma":                               "",
		strings.Repeat("origins", 10):      "",
	} {
		if got := spelling.Nearest(name, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}
