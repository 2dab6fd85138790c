// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"slices"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// What the published description of Azure's settings accepts is accepted here, unless docs/azure-differences.md has a row
// for it; and nothing else is. TestAzure wants exactly that of thousands of settings.
func TestAzure(t *testing.T) {
	t.Parallel()
	d := readDifferences(t)
	seen := map[string]int{}
	all, both := 0, 0
	for settings := range azureInputs {
		all++
		classes, accepted := d.check(t, settings)
		for _, class := range classes {
			seen[class]++
		}
		if accepted {
			both++
		}
		if t.Failed() {
			t.Fatal("the first difference is enough")
		}
	}
	for class := range d.refused {
		if seen[class] < 4 {
			t.Errorf("%d settings were in the class %q", seen[class], class)
		}
	}
	if both < 5_000 {
		t.Errorf("only %d of %d settings were accepted by both", both, all)
	}
	t.Logf("%d settings, %d of them accepted by both: %v", all, both, seen)
}

// Every row tells the truth: Azure accepts its examples, and corsgate refuses them with its code, for its reason alone.
func TestAzureRefusedRows(t *testing.T) {
	t.Parallel()
	d := readDifferences(t)
	for name, row := range d.refused {
		for _, example := range row.examples {
			if _, ok := readAzure(example); !ok {
				t.Errorf("%s: Azure refuses %s, too", name, cutSettings(example))
			}
			_, _, err := cors.Decode([]byte(example))
			found := problems(t, err)
			if len(found) != 1 || found[0].Code != row.code {
				t.Errorf("%s: %s has the problems %v, want one %s", name, cutSettings(example), found, row.code)
			}
			if got, _ := d.check(t, example); !slices.Equal(got, []string{name}) {
				t.Errorf("%s: %s is in %q", name, cutSettings(example), got)
			}
		}
	}
}

func TestAzureAcceptedRows(t *testing.T) {
	t.Parallel()
	d := readDifferences(t)
	for name, row := range d.accepted {
		for _, example := range row.examples {
			if _, ok := readAzure(example); ok {
				t.Errorf("%s: Azure accepts %s, too", name, example)
			}
			if _, _, err := cors.Decode([]byte(example)); err != nil || !inAnotherForm(example) {
				t.Errorf("%s: %s is of another class, or %v", name, example, err)
			}
		}
	}
}
