// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"maps"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

// counts are the values of a metric that are not zero, by their labels' values in the order of the labels' names.
func (r *rig) counts(t testing.TB, name string) map[string]float64 {
	t.Helper()
	families, err := r.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]float64{}
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, metric := range family.GetMetric() {
			var values []string
			for _, pair := range metric.GetLabel() {
				values = append(values, pair.GetName()+"="+pair.GetValue())
			}
			if value := metric.GetCounter().GetValue(); value != 0 {
				counts[strings.Join(values, " ")] = value
			}
		}
	}
	return counts
}

// TestMetrics: each request to a known service counts as one decision, and each error of the gateway's own as one.
func TestMetrics(t *testing.T) {
	t.Parallel()
	r := newRig(t, text("ok")).serve(t)
	r.serve(t, named("enforced"), enforced)
	r.serve(t, named("none"), noUpstreamSet)
	r.serve(t, named("away"), at(refusedAddress(t)))
	to := func(label string) string { return "Host: " + label + "." + domain }
	for _, c := range []struct {
		ask    string
		lines  []string
		status int
	}{
		{"GET /Patient", []string{from(app)}, 200},
		{"OPTIONS /Patient", []string{from(app), asks("PUT")}, 204},
		{"GET /Patient", []string{from(stranger)}, 200},
		{"GET /Patient", []string{to("enforced"), from(stranger)}, 403},
		{"OPTIONS /Patient", []string{from(stranger), asks("PUT")}, 403},
		{"PATCH /Patient/1", []string{from(app)}, 200},
		{"GET /Patient", nil, 200},
		{"GET /Patient", []string{from("http://" + host)}, 200},
		{"GET /metadata", []string{from(stranger)}, 200},
		{"GET /Patient/../x", nil, 400},
		{"GET /Patient", []string{to("none")}, 503},
		{"GET /Patient", []string{to("away")}, 502},
		{"GET /Patient", []string{to("nobody"), from(stranger)}, 404}, // no service, no decision
	} {
		if a := r.ask(t, c.ask, c.lines...); a.status != c.status {
			t.Errorf("%s %q: %d, want %d", c.ask, c.lines, a.status, c.status)
		}
	}
	want := map[string]float64{
		"reason=AllowedExact verdict=allowed": 2, "reason=Discovery verdict=allowed": 1, "reason=OriginNotAllowed verdict=denied": 3,
		"reason=MethodNotAllowed verdict=denied": 1, "reason=NotCORS verdict=none": 4, "reason=SameOrigin verdict=none": 1,
	}
	if got := r.counts(t, "corsgate_decisions_total"); !maps.Equal(got, want) {
		t.Errorf("decisions %v, want %v", got, want)
	}
	want = map[string]float64{"status=400": 1, "status=403": 2, "status=404": 1, "status=502": 1, "status=503": 1}
	if got := r.counts(t, "corsgate_gateway_errors_total"); !maps.Equal(got, want) {
		t.Errorf("errors %v, want %v", got, want)
	}
}

// TestVerdict: each reason has one, and a refusal no other than that.
func TestVerdict(t *testing.T) {
	t.Parallel()
	for _, reason := range cors.Reasons() {
		want := "allowed"
		switch reason {
		case cors.NotCORS, cors.SameOrigin:
			want = "none"
		case cors.AllowedExact, cors.AllowedPattern, cors.AllowedAny, cors.Discovery:
		default:
			want = "denied"
		}
		if got := verdict(reason); got != want {
			t.Errorf("%s: %s, want %s", reason, got, want)
		}
	}
}
