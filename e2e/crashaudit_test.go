// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// historyLine is what `corsgate history` prints of one change.
type historyLine struct {
	Revision int64           `json:"revision"`
	Time     time.Time       `json:"time"`
	Who      string          `json:"who"`
	Action   string          `json:"action"`
	Before   json.RawMessage `json:"before"`
	After    json.RawMessage `json:"after"`
}

// historyOf calls `corsgate history` for a resource. A line with another member than those fails the test.
func historyOf(t testing.TB, p *program, id string) []historyLine {
	t.Helper()
	var lines []historyLine
	for text := range strings.Lines(p.run(t, "history", id)) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.DisallowUnknownFields()
		var line historyLine
		if err := decoder.Decode(&line); err != nil || decoder.More() {
			t.Fatalf("history of %s: %v\n%s", id, err, text)
		}
		lines = append(lines, line)
	}
	return lines
}

// storedService is a service as the history shows it.
type storedService struct {
	Document struct{ Tags map[string]string }
	Meta     struct{ ETag string }
	CORS     *struct {
		Value corsSettings
		Meta  struct{ ETag string }
	}
}

// checkAudit compares the history of each service with what its writer knows. All revisions together, with those of group
// and workspace, have no gap.
func checkAudit(t *testing.T, p *program, writers []*crashWriter) {
	t.Helper()
	last, err := p.readiness(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	revisions := map[int64]bool{}
	record := func(lines []historyLine) {
		for _, line := range lines {
			if revisions[line.Revision] {
				t.Errorf("revision %d is of two changes", line.Revision)
			}
			revisions[line.Revision] = true
		}
	}
	record(historyOf(t, p, groupID))
	record(historyOf(t, p, workspaceID("crash")))
	for _, w := range writers {
		for service, writes := range w.history {
			lines := historyOf(t, p, service)
			record(lines)
			if len(lines) != len(writes) {
				t.Errorf("the history of %s has %d lines, want %d", service, len(lines), len(writes))
				continue
			}
			checkHistory(t, lines, writes)
		}
	}
	for revision := int64(1); revision <= last.AppliedRevision; revision++ {
		if !revisions[revision] {
			t.Errorf("nobody made revision %d", revision)
		}
	}
	if int64(len(revisions)) != last.AppliedRevision {
		t.Errorf("there are %d changes, and the gateway applied revision %d", len(revisions), last.AppliedRevision)
	}
	t.Logf("%d revisions", len(revisions))
}

func checkHistory(t *testing.T, lines []historyLine, writes []crashWrite) {
	t.Helper()
	before := historyLine{After: []byte("null")}
	for i, line := range lines {
		write := writes[i]
		var after storedService
		if err := json.Unmarshal(line.After, &after); err != nil {
			t.Errorf("%v: %s", err, line.After)
			continue
		}
		action, mark, etag := "Microsoft.HealthcareApis/workspaces/fhirservices/write", after.Document.Tags["mark"], after.Meta.ETag
		if write.settings && after.CORS != nil {
			action, mark, etag = "Corsgate.Fhir/corsSettings/write", originMark(after.CORS.Value), after.CORS.Meta.ETag
		}
		if line.Action != action || mark != write.mark || `"`+etag+`"` != write.etag {
			t.Errorf("%s: line %d is %s of %s with ETag %s, want %s of %s with %s", write.service, i, line.Action, mark, etag,
				action, write.mark, write.etag)
		}
		if write.revision != 0 && line.Revision != write.revision || line.Revision <= before.Revision {
			t.Errorf("%s: line %d has revision %d; %d was acknowledged, and the line before has %d", write.service, i,
				line.Revision, write.revision, before.Revision)
		}
		if !bytes.Equal(line.Before, before.After) {
			t.Errorf("%s: before line %d there was\n%s\nwant\n%s", write.service, i, line.Before, before.After)
		}
		before = line
	}
}
