// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// White space is part of a name: it is neither cut off nor allowed.
func TestNamesWithWhiteSpace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, space := range []string{"%20", "%09", "%0a", "%0d%0a", "%c2%a0", "%e3%80%80"} {
		for _, target := range []string{workspaceID + space, workspaceID + "/fhirservices/" + space + "new", serviceID + space} {
			w.put(target, located).want(http.StatusBadRequest, arm.InvalidResourceName)
			w.get(target).want(http.StatusNotFound, arm.ResourceNotFound)
		}
		w.put(groupID+space, located, as(auth.Operator)).want(http.StatusBadRequest, arm.InvalidResourceName)
	}
}

// A slash that was sent as %2F is no separator.
func TestEncodedSlashes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get(strings.Replace(serviceID, "/fhirservices", "%2Ffhirservices", 1)).want(http.StatusNotFound, arm.InvalidResourceType)
	w.put(workspaceID+"/fhirservices/a%2fb", located).want(http.StatusNotFound, arm.InvalidResourceType)
}

// What is refused anyway costs no more for being long.
func TestUnknownPropertiesAreCheap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	members := make([]string, 100_000)
	for i := range members {
		members[i] = fmt.Sprintf(`"x%d":1`, i)
	}
	start := time.Now()
	w.put(serviceID, `{"properties":{`+strings.Join(members, ",")+`}}`).want(http.StatusBadRequest, arm.InvalidRequestContent)
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestEmptyConditionMatchesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(serviceID, located, header("If-Match", "")).want(http.StatusPreconditionFailed, arm.PreconditionFailed)
}

func TestAnnouncedSizeIsEnough(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(serviceID, located, header("Content-Encoding", "gzip")).want(http.StatusUnsupportedMediaType, arm.UnsupportedMediaType)
}

func TestListsAreNotFiltered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.get("/subscriptions/"+sub1+"/resourcegroups?api-version=2021-04-01&$filter=tagName%20eq%20'x'").
		want(http.StatusBadRequest, arm.InvalidQueryParameterValue)
}

// What an api-version lacks stays, even if a PATCH in it removes what it is in.
func TestPatchKeepsWhatItsVersionLacks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const smart = `"smartIdentityProviders":[{"authority":"https://login.example.org","applications":[{"clientId":"c","audience":"a","allowedDataActions":["Read"]}]}]`
	w.put(serviceID, `{"properties":{"encryption":{},"authenticationConfiguration":{"audience":"https://a",`+smart+`}}}`).want(http.StatusOK, "")
	for version, patch := range map[string]string{
		"2021-06-01-preview": `{"properties":null}`,
		"2022-12-01":         `{"properties":{"authenticationConfiguration":null}}`,
	} {
		w.patch(serviceID+"?api-version="+version, patch).want(http.StatusOK, "")
		if got := string(w.get(serviceID).body); !strings.Contains(got, `"smartIdentityProviders":[{`) || !strings.Contains(got, `"encryption":{}`) {
			t.Errorf("%s: %s", version, got)
		}
	}
}

// The SDKs send a new type alone: they have no null to remove identities with.
func TestPatchOfIdentityType(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const me = "/subscriptions/" + sub1 + "/resourceGroups/demo/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me"
	w.put(serviceID, `{"identity":{"type":"UserAssigned","userAssignedIdentities":{"`+me+`":{}}}}`).want(http.StatusOK, "")
	got := w.patch(serviceID, `{"identity":{"type":"None"}}`).want(http.StatusOK, "")
	if !strings.Contains(string(got.body), `"identity":{"type":"None"}`) {
		t.Errorf("%s", got.body)
	}
}
