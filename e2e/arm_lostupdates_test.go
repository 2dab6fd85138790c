// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

// writersOfOne are how many clients change one service at a time.
const writersOfOne = 50

// editor is a client that reads the CORS settings of the service, changes them, and writes them back if nobody was
// faster. A third of the clients write the settings themselves, a third the whole service, a third patch it: the value
// is the same one.
type editor struct {
	api            *apiClient
	number         int
	path           string
	method, within string // within is the member of properties that the settings are, "" if they are all of it
	written        int    // writes that were accepted
	refused        int
}

func (p *program) editor(t *testing.T, token string, number int) *editor {
	e := &editor{api: p.client(t, token), number: number, path: serviceID("demo", "records") + azureVersion,
		method: http.MethodPut, within: "corsConfiguration"}
	switch number % 3 {
	case 0:
		e.path, e.within = serviceID("demo", "records")+"/providers/Corsgate.Fhir/corsSettings/default"+corsgateVersion, ""
	case 1:
		e.method = http.MethodPatch
	}
	return e
}

// origin is the n-th origin of the editor. It has one at a time, and n says how often it was written.
func (e *editor) origin(n int) string {
	return fmt.Sprintf("https://n%d.editor-%d.example", n, e.number)
}

// edit reads and writes once. It counts in two places: in an entry of its own, and in maxAge, which is everybody's.
func (e *editor) edit(t *testing.T) error {
	read, err := e.api.send(t.Context(), http.MethodGet, e.path, "")
	if err != nil {
		return err
	}
	settings, err := e.settings(read)
	if err != nil {
		return err
	}
	settings.MaxAge++
	var n int
	_, _ = fmt.Sscanf(settings.Origins[e.number], "https://n%d.", &n) // 0 fails the count at the end
	settings.Origins[e.number] = e.origin(n + 1)
	wrote, err := e.api.send(t.Context(), e.method, e.path, e.body(t, settings), "If-Match", read.Header.Get("Etag"))
	if err != nil {
		return err
	}
	switch {
	case wrote.Status == http.StatusOK:
		e.written++
	case wrote.Status == http.StatusPreconditionFailed && wrote.Header.Get("X-Ms-Error-Code") == "PreconditionFailed":
		e.refused++
	default:
		return fmt.Errorf("%s %s: %d\n%s", e.method, e.path, wrote.Status, wrote.Body)
	}
	return nil
}

func (e *editor) settings(read answer) (corsSettings, error) {
	var settings corsSettings
	var resource struct{ Properties json.RawMessage }
	if err := json.Unmarshal(read.Body, &resource); err != nil || read.Status != http.StatusOK {
		return settings, fmt.Errorf("GET %s: %d %w\n%s", e.path, read.Status, err, read.Body)
	}
	value := resource.Properties
	if e.within != "" {
		var members map[string]json.RawMessage
		if err := json.Unmarshal(value, &members); err != nil {
			return settings, err
		}
		value = members[e.within]
	}
	if err := json.Unmarshal(value, &settings); err != nil || len(settings.Origins) != writersOfOne {
		return settings, errors.Join(err, fmt.Errorf("GET %s has other settings:\n%s", e.path, read.Body))
	}
	return settings, nil
}

func (e *editor) body(t *testing.T, settings corsSettings) string {
	if e.within == "" {
		return properties(t, settings)
	}
	return properties(t, map[string]corsSettings{e.within: settings})
}

// TestNoUpdateIsLost: whoever sends If-Match writes over nobody, however many try, and in whichever way.
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	duration := 10 * time.Second
	if testing.Short() {
		duration = 2 * time.Second
	}
	p := startProgram(t)
	token := p.token(t, "contributor")
	editors := make([]*editor, writersOfOne)
	settings := corsSettings{Headers: []string{"*"}, Methods: []string{"*"}}
	for i := range editors {
		editors[i] = p.editor(t, token, i)
		settings.Origins = append(settings.Origins, editors[i].origin(0))
	}
	before := editors[0].api.putSettings(t, "demo", "records", settings)
	start := time.Now()
	var editing sync.WaitGroup
	for _, e := range editors {
		editing.Go(func() {
			for time.Since(start) < duration && !t.Failed() {
				if err := e.edit(t); err != nil {
					t.Error(err)
				}
			}
		})
	}
	editing.Wait()
	checkEdited(t, editors, before)
}

// checkEdited compares what is stored with what the editors were told that they had written since a revision.
func checkEdited(t *testing.T, editors []*editor, before int64) {
	t.Helper()
	settings, refused := corsSettings{Headers: []string{"*"}, Methods: []string{"*"}}, 0
	for _, e := range editors {
		settings.Origins = append(settings.Origins, e.origin(e.written))
		settings.MaxAge += e.written
		refused += e.refused
	}
	t.Logf("%d writes accepted, %d refused", settings.MaxAge, refused)
	if settings.MaxAge < 10 || refused < 10 {
		t.Error("these are too few to tell anything")
	}
	for _, e := range editors[:3] { // one of each way
		got, err := e.settings(e.api.get(t, e.path))
		if err != nil || asJSON(got) != asJSON(settings) {
			t.Errorf("%s has %v\n%s, but written was\n%s", e.path, err, asJSON(got), asJSON(settings))
		}
	}
	after := editors[0].api.putSettings(t, "demo", "records", settings) // changes nothing, so it tells the last revision
	if after-before != int64(settings.MaxAge) {
		t.Errorf("%d revisions for %d writes", after-before, settings.MaxAge)
	}
}
