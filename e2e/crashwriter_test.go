// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"testing"
)

// crashWrite is one write; its mark is in what it writes, and in no other's.
type crashWrite struct {
	service  string // resource id
	settings bool   // of the service's CORS settings; else it creates the service
	mark     string
	body     string
	// What was acknowledged; revision is 0 where the answer was lost and the write is stored all the same.
	etag     string
	revision int64
}

const corsSettingsOf = "/providers/Corsgate.Fhir/corsSettings/default"

func (w crashWrite) path() string {
	if w.settings {
		return w.service + corsSettingsOf + corsgateVersion
	}
	return w.service + azureVersion
}

// crashWriter is one client: it alone writes its services, one write after the other.
type crashWriter struct {
	number   int
	writes   int                     // the number of the last one
	services []string                // those whose settings it changes
	history  map[string][]crashWrite // what must be stored, in order, by service
	pending  *crashWrite             // its answer was lost
	// How many answers were lost, and how many of those writes were stored.
	lost, adopted int
}

func (w *crashWriter) nextMark() string {
	w.writes++
	return fmt.Sprintf("w%d-n%d", w.number, w.writes)
}

func (w *crashWriter) create() crashWrite {
	mark := w.nextMark()
	return crashWrite{service: serviceID("crash", mark), mark: mark,
		body: `{"location":"westeurope","kind":"fhir-R4","tags":{"mark":"` + mark + `"}}`}
}

func (w *crashWriter) change() crashWrite {
	mark := w.nextMark()
	return crashWrite{service: w.services[w.writes%len(w.services)], settings: true, mark: mark,
		body: `{"properties":{"origins":["https://` + mark + `.example.org"],"methods":["GET"],"maxAge":` +
			strconv.Itoa(w.writes) + `}}`}
}

// write makes the next write and says whether it was acknowledged.
func (w *crashWriter) write(t *testing.T, client *apiClient) bool {
	next := w.change()
	if w.writes%4 == 0 {
		next = w.create()
	}
	err := w.send(t.Context(), client, next)
	if wrong := (*wrongAnswerError)(nil); errors.As(err, &wrong) {
		t.Error(err)
	}
	return err == nil
}

// wrongAnswerError is an answer that is no acknowledgement.
type wrongAnswerError struct {
	write crashWrite
	got   answer
}

func (e *wrongAnswerError) Error() string {
	return fmt.Sprintf("PUT %s: %d, ETag %q, revision %q\n%s", e.write.path(), e.got.Status, e.got.Header.Get("ETag"),
		e.got.Header.Get("Corsgate-Revision"), e.got.Body)
}

func (w *crashWriter) acknowledge(write crashWrite, got answer) error {
	revision, err := strconv.ParseInt(got.Header.Get("Corsgate-Revision"), 10, 64)
	write.etag, write.revision = got.Header.Get("ETag"), revision
	if err != nil || write.etag == "" || got.Status != http.StatusOK && got.Status != http.StatusCreated {
		return &wrongAnswerError{write, got}
	}
	w.history[write.service] = append(w.history[write.service], write)
	return nil
}

// reconcile compares what is stored with what was acknowledged. Whether a write whose answer was lost is stored, its
// mark decides; there is no third possibility.
func (w *crashWriter) reconcile(t *testing.T, client *apiClient) {
	t.Helper()
	pending := w.pending
	w.pending = nil
	if pending != nil {
		w.lost++
		got := client.get(t, pending.path())
		if got.Status == http.StatusOK && markOf(t, got) == pending.mark {
			pending.etag = got.Header.Get("ETag")
			w.history[pending.service] = append(w.history[pending.service], *pending)
			w.adopted++
		}
	}
	for _, writes := range w.history {
		last := map[bool]crashWrite{} // of the settings and of the service itself
		for _, write := range writes {
			last[write.settings] = write
		}
		for _, write := range last {
			w.check(t, client, write)
		}
	}
	if pending != nil && !pending.settings && w.history[pending.service] == nil {
		if got := client.get(t, pending.path()); got.Status != http.StatusNotFound {
			t.Errorf("%s was never acknowledged and is stored with other content: %d\n%s", pending.service, got.Status, got.Body)
		}
	}
}

func (w *crashWriter) check(t *testing.T, client *apiClient, write crashWrite) {
	t.Helper()
	got := client.get(t, write.path())
	if got.Status != http.StatusOK || markOf(t, got) != write.mark {
		t.Errorf("%s holds %d %s, want what was written with the mark %s", write.path(), got.Status, got.Body, write.mark)
		return
	}
	// Changed settings are a new state of the service too, so its own ETag is compared only where there are none.
	settled := write.settings || len(w.history[write.service]) == 1
	if etag := got.Header.Get("ETag"); settled && etag != write.etag {
		t.Errorf("%s has the ETag %s, want the acknowledged %s", write.path(), etag, write.etag)
	}
}

// markOf reads the mark that a write left.
func markOf(t *testing.T, got answer) string {
	t.Helper()
	var resource struct {
		Tags       map[string]string
		Properties corsSettings
	}
	if err := json.Unmarshal(got.Body, &resource); err != nil {
		t.Fatalf("%v\n%s", err, got.Body)
	}
	if mark := resource.Tags["mark"]; mark != "" {
		return mark
	}
	return originMark(resource.Properties)
}

// originMark is the mark of settings; half of them, or a mixture, has none.
func originMark(settings corsSettings) string {
	if len(settings.Origins) != 1 || len(settings.Methods) != 1 {
		return ""
	}
	var writer, number int
	origin := settings.Origins[0]
	if _, err := fmt.Sscanf(origin, "https://w%d-n%d.example.org", &writer, &number); err != nil || number != settings.MaxAge {
		return ""
	}
	return fmt.Sprintf("w%d-n%d", writer, number)
}
