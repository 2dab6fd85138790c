// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The history can be read while the server runs; of an extension resource it shows that part alone.
func TestHistory(t *testing.T) {
	t.Parallel()
	begin := time.Now().Add(-time.Second)
	p := serve(t, initialize(t), inProduction()...)
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	operator.createService(t, "clinic", "records", "https://fhir.example.org/r4")
	service := serviceID("clinic", "records")
	first := p.client(t, p.token(t, "contributor")).putSettings(t, "clinic", "records", allowed())
	operator.mustPut(t, service+"/providers/Corsgate.Fhir/gatewaySettings/default"+corsgateVersion, `{"properties":{"enforcement":"enforce"}}`)
	changed := allowed()
	changed.Origins = []string{stranger}
	second := operator.putSettings(t, "clinic", "records", changed)
	third := operator.delete(t, service+corsSettingsOf+corsgateVersion).revision(t)

	whole := historyOf(t, p, service)
	actions := []string{"Microsoft.HealthcareApis/workspaces/fhirservices/write", "Corsgate.Fhir/upstreams/write", "Corsgate.Fhir/corsSettings/write",
		"Corsgate.Fhir/gatewaySettings/write", "Corsgate.Fhir/corsSettings/write", "Corsgate.Fhir/corsSettings/delete"}
	var got []string
	for _, line := range whole {
		got = append(got, line.Action)
		if line.Time.Before(begin) || line.Time.After(time.Now().Add(time.Second)) || line.Time.Location() != time.UTC {
			t.Errorf("revision %d is of %v", line.Revision, line.Time)
		}
	}
	if !slices.Equal(got, actions) {
		t.Fatalf("the service has the history %q, want %q", got, actions)
	}
	if whole[2].Who != "local-contributor" || whole[4].Who != "local-operator" {
		t.Errorf("%q and %q changed the settings", whole[2].Who, whole[4].Who)
	}

	// Ids compare without case, as in the API.
	checkPart(t, historyOf(t, p, strings.ToUpper(service+corsSettingsOf)), []int64{first, second, third},
		[]string{"", allowedOrigin, stranger, ""}, "upstream", "fhir.example.org", "enforce")
	if lines := historyOf(t, p, service+"/providers/Corsgate.Fhir/upstreams/default"); len(lines) != 1 || strings.Contains(string(lines[0].After), "origins") {
		t.Errorf("the upstream has the history %v", lines)
	}
	for _, unknown := range []string{serviceID("clinic", "none"), strings.ReplaceAll(service, subscription, strings.ReplaceAll(subscription, "1", "9"))} {
		if lines := historyOf(t, p, unknown); len(lines) > 0 {
			t.Errorf("%s has the history %v", unknown, lines)
		}
	}
}

// A resource group has a history as everything else has, and it outlives the group.
func TestHistoryOfAGroup(t *testing.T) {
	t.Parallel()
	p := serve(t, initialize(t), inProduction()...)
	operator := p.client(t, p.token(t, "operator"))
	operator.createGroup(t)
	changed := operator.mustPut(t, groupID+groupVersion, `{"tags":{"team":"cardiology"}}`).revision(t)
	deleted := operator.delete(t, groupID+groupVersion).revision(t)
	lines := historyOf(t, p, strings.ToUpper(groupID))
	if len(lines) != 3 {
		t.Fatalf("the group has the history %v", lines)
	}
	for i, action := range []string{"write", "write", "delete"} {
		if line := lines[i]; line.Action != "Microsoft.Resources/resourceGroups/"+action || line.Who != "local-operator" {
			t.Errorf("line %d: %s by %s", i, line.Action, line.Who)
		}
	}
	if lines[0].Revision != 1 || lines[1].Revision != changed || lines[2].Revision != deleted || deleted != 3 {
		t.Errorf("revisions 1, %d and %d are told as %v", changed, deleted, lines)
	}
	if before, after := string(lines[1].Before), string(lines[1].After); strings.Contains(before, "cardiology") || !strings.Contains(after, "cardiology") {
		t.Errorf("the change was\n%s\n%s", before, after)
	}
	if string(lines[0].Before) != "null" || string(lines[2].After) != "null" {
		t.Errorf("before the creation: %s; after the deletion: %s", lines[0].Before, lines[2].After)
	}
}

// checkPart wants lines of these revisions, each between two of the origins, that say nothing else.
func checkPart(t *testing.T, lines []historyLine, revisions []int64, origins []string, others ...string) {
	t.Helper()
	if len(lines) != len(revisions) {
		t.Fatalf("%d lines, want those of the revisions %v", len(lines), revisions)
	}
	originIn := func(part json.RawMessage) string {
		var settings struct{ Value corsSettings }
		if err := json.Unmarshal(part, &settings); err != nil {
			t.Errorf("%v: %s", err, part)
		}
		return strings.Join(settings.Value.Origins, " ")
	}
	for i, line := range lines {
		if line.Revision != revisions[i] || originIn(line.Before) != origins[i] || originIn(line.After) != origins[i+1] {
			t.Errorf("line %d: revision %d, %s -> %s; want %d, %q -> %q", i, line.Revision, line.Before, line.After, revisions[i], origins[i],
				origins[i+1])
		}
		for _, other := range others {
			if strings.Contains(string(line.Before)+string(line.After), other) {
				t.Errorf("line %d also tells of %q", i, other)
			}
		}
	}
}

// A second `serve --dev` makes nothing anew: keys, tokens and what users have changed stay.
func TestDevAgain(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	p := startProgramIn(t, dir)
	token := p.token(t, "contributor")
	p.client(t, token).putSettings(t, "demo", "records", allowed())
	p.client(t, p.token(t, "operator")).mustPut(t, groupID+groupVersion, `{"tags":{"team":"cardiology"}}`)
	p.stop(t)
	p = startProgramIn(t, dir)
	got := p.client(t, token).get(t, serviceID("demo", "records")+corsSettingsOf+corsgateVersion)
	if got.Status != 200 || !strings.Contains(string(got.Body), allowedOrigin) {
		t.Errorf("after a restart the settings are %d %s", got.Status, got.Body)
	}
	p.waitRevision(t, 1)
	if lines := historyOf(t, p, groupID); len(lines) != 2 || lines[0].Who != "dev-setup" || lines[1].Who != "local-operator" {
		t.Errorf("the resource group has the history %v", lines)
	}
	checkEnforced(t, p, "demo-records")
}
