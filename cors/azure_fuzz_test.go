// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"testing"
)

// FuzzAzure is TestAzure for entries, and for settings as a whole, that nobody has thought of.
func FuzzAzure(f *testing.F) {
	for i, host := range azureHosts() {
		f.Add(byte(0), "https://"+host+azurePorts()[i%len(azurePorts())])
	}
	for i, entry := range []string{"https://a.example", "get", "x-tempo-*", "a b", "600.0", "-1", "1e400"} {
		f.Add(byte(i), entry)
	}
	for _, settings := range azureDocuments() {
		f.Add(byte(4), settings)
	}
	d := readDifferences(f)
	f.Fuzz(func(t *testing.T, kind byte, text string) {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		settings := text
		switch kind % 5 {
		case 0:
			settings = `{"origins":[` + string(quoted) + `]}`
		case 1:
			settings = `{"headers":[` + string(quoted) + `]}`
		case 2:
			settings = `{"methods":[` + string(quoted) + `]}`
		case 3:
			settings = `{"maxAge":` + text + `}`
		}
		if json.Valid([]byte(settings)) { // the caller of Decode vouches for that
			d.check(t, settings)
		}
	})
}
