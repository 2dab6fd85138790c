// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/contract"
)

// TestFailureExamplesAreReplayed: each example of a failure in openapi.yaml is what some request comes to.
func TestFailureExamplesAreReplayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	requests := failing(w)
	for component, response := range contract.New(t).Document().Components.Responses {
		for name, e := range examplesOf(response.Value) {
			full := component + "." + name
			send := requests[full]
			if send == nil {
				t.Errorf("no request comes to the example %s", full)
				continue
			}
			delete(requests, full)
			t.Run(full, func(t *testing.T) {
				sameJSON(t, string(send().body), asJSON(t, e.Value.Value))
			})
		}
	}
	for name := range requests {
		t.Errorf("%s is no example", name)
	}
}

// failing are requests by the examples that they come to.
func failing(w *world) map[string]func() *reply {
	const post = http.MethodPost
	names := "/subscriptions/" + sub1 + "/providers/Microsoft.HealthcareApis/checkNameAvailability"
	operator := as(auth.Operator)
	return map[string]func() *reply{
		"BadRequest.version":   func() *reply { return w.get(in("2019-01-01", corsID)) },
		"BadRequest.noVersion": func() *reply { return w.get(corsID + "?") },
		"BadRequest.json":      func() *reply { return w.put(serviceID, withSettings(`{"origins":[],"origins":["*"]}`)) },
		"BadRequest.content": func() *reply {
			return w.put(in("2022-12-01", serviceID), `{"tag":{"team":"cardiology"},"location":"`+strings.Repeat("x", 129)+`","properties":{"encryption":{}}}`)
		},
		"BadRequest.settings": func() *reply {
			return w.put(serviceID, withSettings(`{"origins":["https://portal.example.org","https://app.example.org/"],"methods":["patch"],"allow_headers":["*"]}`))
		},
		"BadRequest.name":      func() *reply { return w.put(groupID+workspaces+"/Demo-2", located) },
		"BadRequest.location":  func() *reply { return w.put(workspaceID+"/fhirservices/new", `{}`) },
		"BadRequest.upstream":  func() *reply { return w.put(upstreamID, `{"properties":{"url":"https://10.0.0.1/fhir"}}`, operator) },
		"BadRequest.nameType":  func() *reply { return w.do(post, names, `{"name":"demo","type":"Microsoft.Web/sites"}`) },
		"BadRequest.page":      func() *reply { return w.get(in("2024-03-31", workspaceID+"/fhirservices") + "&$top=0") },
		"BadRequest.skipToken": func() *reply { return w.get(in("2024-03-31", workspaceID+"/fhirservices") + "&$skipToken=2") },
		"Unauthorized.none":    func() *reply { return w.get(serviceID, without("Authorization")) },
		"Unauthorized.expired": func() *reply { return w.get(serviceID, w.badToken("expired")) },
		"Forbidden.role":       func() *reply { return w.put(corsID, `{"properties":{}}`, as(auth.Reader)) },
		"NotFound.absent":      func() *reply { return w.get(groupID + workspaces + "/none") },
		"NotFound.type":        func() *reply { return w.get(workspaceID + "/dicomservices/images") },
		"NotFound.namespace":   func() *reply { return w.get("/subscriptions/" + sub1 + "/providers/Microsoft.Web") },
		"ParentNotFound.parent": func() *reply {
			return w.put(strings.Replace(workspaceID, "resourceGroups/demo", "resourceGroups/none", 1), located)
		},
		"MethodNotAllowed.method":    func() *reply { return w.do(post, serviceID, "") },
		"Conflict.name":              func() *reply { return w.put(otherGroup+workspaces+"/demo", located, of(sub2)) },
		"Conflict.location":          func() *reply { return w.put(serviceID, `{"location":"eastus"}`) },
		"Conflict.nested":            func() *reply { return w.delete(workspaceID) },
		"Conflict.subscription":      func() *reply { return w.ofAnotherTenant().put("/subscriptions/"+sub1, `{}`) },
		"PreconditionFailed.changed": func() *reply { return w.put(serviceID, located, header("If-Match", `"stale"`)) },
		"TooLarge.body":              func() *reply { return w.put(serviceID, fmt.Sprintf(`{"x":%q}`, strings.Repeat("x", maxBodyBytes))) },
		"RequestTimeout.body":        func() *reply { return w.sendSlowly(http.MethodPut, versioned(serviceID)) },
		"UnsupportedMediaType.type":  func() *reply { return w.put(serviceID, located, header("Content-Type", "text/plain")) },
		"TooManyRequests.reads": func() *reply {
			limited := w.limited(Limits{Reads: Limit{Burst: 1}})
			limited.get(serviceID)
			return limited.get(serviceID)
		},
		"InternalError.bug": func() *reply { return w.broken().get(serviceID) },
		"Unavailable.store": func() *reply { return w.away().get(serviceID) },
	}
}
