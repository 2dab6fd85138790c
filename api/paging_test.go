// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

type page struct {
	Value []struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"value"`
	NextLink string `json:"nextLink"`
}

func (w *world) page(target string) page {
	w.t.Helper()
	r := w.get(target).want(http.StatusOK, "")
	var p page
	if err := json.Unmarshal(r.body, &p); err != nil {
		w.t.Fatal(err)
	}
	return p
}

// follow reads a list to its end. between is called before each further page.
func (w *world) follow(target string, between func(pages int)) (names []string, pages int) {
	w.t.Helper()
	for target != "" {
		p := w.page(target)
		for _, item := range p.Value {
			names = append(names, item.Name)
		}
		pages++
		if target = p.NextLink; target == "" {
			break
		}
		rest, ok := strings.CutPrefix(target, publicURL)
		if !ok {
			w.t.Fatalf("nextLink %s does not start with the public URL", target)
		}
		target = rest
		between(pages)
	}
	return names, pages
}

func nth(i int) string { return fmt.Sprintf("w%04d", i) }

// TestPagesWhileRowsChange: rows that come and go between two pages neither repeat others nor hide them.
func TestPagesWhileRowsChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const many = 230
	for i := range many {
		w.put(groupID+workspaces+"/"+nth(2*i), located).want(http.StatusCreated, "")
	}
	lists := map[string]string{"of a group": groupID + workspaces, "of a subscription": "/subscriptions/" + sub1 + workspaces}
	for name, target := range lists {
		t.Run(name, func(t *testing.T) {
			w := w.with(t)
			names, pages := w.follow(target, func(pages int) {
				w.delete(groupID+workspaces+"/"+nth(0)).want(http.StatusOK, "")            // seen already
				w.put(groupID+workspaces+"/"+nth(0), located).want(http.StatusCreated, "") // not to be seen again
				late := groupID + workspaces + "/" + nth(2*many-2*pages)
				w.delete(late).want(http.StatusOK, "")
				w.put(late, located).want(http.StatusCreated, "")
			})
			seen := map[string]int{}
			for _, name := range names {
				seen[name]++
			}
			for i := range many {
				if seen[nth(2*i)] != 1 {
					t.Errorf("%s was listed %d times", nth(2*i), seen[nth(2*i)])
				}
			}
			if len(names) != many+1 || pages != 3 {
				t.Errorf("%d names on %d pages", len(names), pages)
			}
		})
	}
}

func TestPagesOfServices(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 120 {
		w.put(workspaceID+"/fhirservices/"+nth(i), located).want(http.StatusCreated, "")
	}
	names, pages := w.follow(workspaceID+"/fhirservices", func(int) {})
	if len(names) != 121 || pages != 2 {
		t.Errorf("%d services on %d pages", len(names), pages)
	}
}

// A list that ends with a full page says so.
func TestExactlyOnePage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range pageSize - 1 {
		w.put(workspaceID+"/fhirservices/"+nth(i), located).want(http.StatusCreated, "")
	}
	if p := w.page(workspaceID + "/fhirservices"); len(p.Value) != pageSize || p.NextLink != "" {
		t.Errorf("%d services, nextLink %q", len(p.Value), p.NextLink)
	}
}

func TestEmptyListIsAnEmptyArray(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.get("/subscriptions/"+sub2+workspaces, of(sub2)).want(http.StatusOK, "")
	if string(r.body) != `{"value":[]}` {
		t.Errorf("an empty list is %s", r.body)
	}
}

func TestSkipTokensOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, token := range map[string]string{"no base64": "%25%25", "no key": encode("abc"), "too many parts": encode("a/b/c/d/e"),
		"NUL": encode("a/b/\x00/d"), "no text": encode("a/b/\xff/d"), "padded": encode("a/b/c/d") + "%3D%3D"} {
		t.Run(name, func(t *testing.T) {
			r := w.with(t).get(workspaceID + "/fhirservices?api-version=2024-03-31&$skipToken=" + token)
			if r.want(http.StatusBadRequest, arm.InvalidSkipToken).failure().Target != "$skipToken" {
				t.Errorf("target %q", r.failure().Target)
			}
		})
	}
	// A key of another subscription leads nowhere else.
	other := encode(sub2 + "/demo//")
	p := w.page(workspaceID + "/fhirservices?api-version=2024-03-31&$skipToken=" + other)
	if len(p.Value) != 1 || p.Value[0].ID != serviceID {
		t.Errorf("a foreign token shows %v", p.Value)
	}
}

func TestListOfAnAbsentGroup(t *testing.T) {
	t.Parallel()
	newWorld(t).get(groupID+"-absent"+workspaces).want(http.StatusNotFound, "ParentResourceNotFound")
}
