// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/repository"
)

// What was stored before there were rules for it can be read and changed. What no shape has is not shown any more, and
// what is wrong by now is not the patch's fault.
func TestPatchOfWhatIsOlderThanItsRules(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]string{
		"unknown property":  `{"properties":{"oldUnknown":1}}`,
		"tag name":          `{"tags":{"a/b":"x"}}`,
		"tags in two cases": `{"tags":{"env":"x","Env":"y"}}`,
		"kind":              `{"kind":"fhir"}`,
		"null":              `{"properties":{"exportConfiguration":null,"publicNetworkAccess":null}}`,
		"identity":          `{"identity":{"type":"foo"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.handler = w.bare // openapi.yaml describes what the rules allow
			w.rewrite(document)
			w.get(serviceID).want(http.StatusOK, "")
			got := w.patch(serviceID, `{"properties":{"corsConfiguration":{"origins":["https://a.example"]}}}`).want(http.StatusOK, "")
			if strings.Contains(string(got.body), "oldUnknown") || !strings.Contains(string(got.body), `"origins":["https://a.example"]`) {
				t.Errorf("%s", got.body)
			}
			w.patch(serviceID, `{"properties":{"publicNetworkAccess":"on"}}`).want(http.StatusBadRequest, arm.InvalidRequestContent)
		})
	}
}

// rewrite puts a document into the store past the API.
func (w *world) rewrite(document string) {
	w.t.Helper()
	_, err := w.store.ChangeService(context.Background(), repository.Scope{Tenant: sub1}, repository.NewKey(sub1, "demo", "demo", "records"),
		repository.Audit{Principal: "x", Action: "x", At: w.now()}, func(old *repository.Service) (*repository.Service, error) {
			next := *old
			next.Document = []byte(document)
			return &next, nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
}
