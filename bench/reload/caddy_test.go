// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// onCaddy is a map from host and origin to the allowed origin. A change sends the whole configuration anew, which is how
// Caddy keeps it.
func onCaddy(t *testing.T, services int) target {
	caddy := installed(t, "caddy")
	dir, address, admin := t.TempDir(), freeAddress(t), freeAddress(t)
	config := func(origin string) []byte { return caddyConfig(address, admin, origin, services) }
	path := filepath.Join(dir, "caddy.json")
	if err := os.WriteFile(path, config("https://first.example.org"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(caddy, "run", "--config", path)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
	run(t, cmd)
	awaitAddress(t, address)
	// A reload makes the admin endpoint anew, and may cut off whoever is connected, even the one who asked for it.
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	load := func(origin string) error {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+admin+"/load", bytes.NewReader(config(origin)))
		if err != nil {
			return err
		}
		request.Header.Set("Content-Type", "application/json")
		return want(client, request)
	}
	return target{gateways: []string{address}, change: func(origin string) error {
		err := load(origin)
		for range 5 {
			if err == nil {
				break
			}
			err = load(origin)
		}
		return err
	}}
}

type object = map[string]any

func caddyConfig(address, admin, origin string, services int) []byte {
	type mapping struct {
		Input   string   `json:"input"`
		Outputs []string `json:"outputs"`
	}
	mappings := []mapping{{measuredHost + " " + origin, []string{origin}}}
	for n := 2; n <= services; n++ {
		app := fmt.Sprintf("https://app%d.example.org", n)
		mappings = append(mappings, mapping{fmt.Sprintf("bench-service-%d.fhir.localhost %s", n, app), []string{app}})
	}
	handle := []object{
		{"handler": "map", "source": "{http.request.host} {http.request.header.Origin}", "destinations": []string{"{allowed}"},
			"mappings": mappings, "defaults": []string{""}},
		{"handler": "headers", "response": object{"set": object{"Access-Control-Allow-Origin": []string{"{allowed}"}}}},
		{"handler": "static_response", "status_code": 204},
	}
	text, err := json.Marshal(object{
		"admin":   object{"listen": admin, "config": object{"persist": false}},
		"logging": object{"logs": object{"default": object{"level": "ERROR"}}},
		"apps": object{"http": object{"servers": object{"bench": object{"listen": []string{address},
			"automatic_https": object{"disable": true}, "routes": []object{{"handle": handle}}}}}},
	})
	if err != nil {
		panic(err) // of strings and numbers
	}
	return text
}
