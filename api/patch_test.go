// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

func TestMergePatch(t *testing.T) {
	t.Parallel()
	for name, c := range mergePatches() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			before := w.put(serviceID, `{"location":"westeurope","tags":{"a":"b"},"properties":`+c.before+`}`).want(http.StatusOK, "")
			r := w.patch(serviceID, `{"properties":`+c.patch+`}`)
			if c.target != "" {
				if f := r.want(http.StatusBadRequest, arm.InvalidRequestContent).failure(); f.Target != c.target {
					t.Errorf("target %s, want %s", f.Target, c.target)
				}
				if w.get(serviceID).etag() != before.etag() {
					t.Error("a refused patch changed something")
				}
				return
			}
			r.want(http.StatusOK, "")
			got := object(t, []byte(r.at("properties")))
			delete(got, "provisioningState")
			sameValue(t, got, object(t, []byte(c.after)))
			sameJSON(t, r.at("tags"), `{"a":"b"}`)
			sameJSON(t, string(w.get(serviceID).body), string(r.body))
			if before.at("properties") == r.at("properties") && before.etag() != r.etag() {
				t.Error("a patch that changes nothing changed the ETag")
			}
		})
	}
}
