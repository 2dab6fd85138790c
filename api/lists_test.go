// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// lists are all operations that list records, in a world of their own with so many of each kind that have a list.
func lists(t *testing.T, many int) (*world, map[string]int) {
	t.Helper()
	w, operator := newWorld(t), as(auth.Operator)
	for i := range many {
		w.put(groupID+"-"+nth(i), located, operator).want(http.StatusCreated, "")
		w.put(groupID+workspaces+"/"+nth(i), located).want(http.StatusCreated, "")
		w.put(workspaceID+"/fhirservices/"+nth(i), located).want(http.StatusCreated, "")
	}
	return w, map[string]int{
		"/subscriptions": 1,
		"/subscriptions/" + sub1 + "/resourceGroups": many + 1,
		"/subscriptions/" + sub1 + workspaces:        many + 1,
		groupID + workspaces:                         many + 1,
		workspaceID + "/fhirservices":                many + 1,
		groupID + "/resources":                       2*many + 2,
	}
}

// TestTop: the caller says how long pages are, and the links to the others say it again.
func TestTop(t *testing.T) {
	t.Parallel()
	w, targets := lists(t, 7)
	for target, total := range targets {
		for _, top := range []int{1, 3, 4, 7, 8, 100, 101, 2147483647} {
			t.Run(fmt.Sprintf("%s by %d", target, top), func(t *testing.T) {
				w := w.with(t)
				next, seen := fmt.Sprintf("%s&$top=%d", versioned(target), top), map[string]bool{}
				for pages := 0; next != ""; pages++ {
					p := w.page(next)
					for _, item := range p.Value {
						if seen[strings.ToLower(item.ID)] {
							t.Errorf("%s is listed twice", item.ID)
						}
						seen[strings.ToLower(item.ID)] = true
					}
					if next = strings.TrimPrefix(p.NextLink, publicURL); next == "" {
						break
					}
					if len(p.Value) != top || pages > total {
						t.Fatalf("%d resources on page %d of several", len(p.Value), pages)
					}
					link, err := url.Parse(next)
					if err != nil || link.Query().Get("$top") != fmt.Sprint(top) || link.Query().Get("api-version") == "" || link.Query().Get("$skipToken") == "" {
						t.Errorf("nextLink %s, %v", p.NextLink, err)
					}
				}
				if len(seen) != total {
					t.Errorf("%d resources, want %d", len(seen), total)
				}
			})
		}
	}
}

func TestTopIsANumber(t *testing.T) {
	t.Parallel()
	w, targets := lists(t, 0)
	for target := range targets {
		for _, top := range []string{"0", "-1", "x", "", "1.5", "+1", "1e2", " 1", "2147483648", "99999999999999999999", "1&$top=1", "1&$TOP=2"} {
			f := w.get(versioned(target)+"&$top="+url.PathEscape(strings.Split(top, "&")[0])+strings.TrimPrefix(top, strings.Split(top, "&")[0])).
				want(http.StatusBadRequest, arm.InvalidQueryParameterValue).failure()
			if f.Target != "$top" {
				t.Errorf("%q: target %s", top, f.Target)
			}
		}
	}
}

// The names of parameters have no case, and clients encode the dollar sign or leave it.
func TestNamesOfParameters(t *testing.T) {
	t.Parallel()
	w, _ := lists(t, 2)
	list := workspaceID + "/fhirservices"
	for _, query := range []string{"api-version=2024-03-31&$top=1", "API-VERSION=2024-03-31&%24TOP=1", "api-version=2024-03-31&%24top=1"} {
		p := w.withAnyRequest(t).page(list + "?" + query)
		if len(p.Value) != 1 {
			t.Fatalf("%s: %d resources", query, len(p.Value))
		}
		for _, sign := range []string{"$", "%24"} {
			next := strings.ReplaceAll(strings.TrimPrefix(p.NextLink, publicURL), "%24", sign)
			if second := w.page(next); len(second.Value) != 1 || second.Value[0].ID == p.Value[0].ID {
				t.Errorf("%s shows %v", next, second.Value)
			}
		}
	}
}

// Each workspace stands in front of its services, on whatever page, and each with its own type.
func TestListOfResources(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.put(groupID+workspaces+"/aaa", located).want(http.StatusCreated, "")
	w.put(groupID+workspaces+"/zzz", `{"location":"East US","tags":{"a":"b"}}`).want(http.StatusCreated, "")
	w.put(groupID+workspaces+"/zzz/fhirservices/one", `{"location":"westeurope","kind":"fhir-R4"}`).want(http.StatusCreated, "")
	w.put(groupID+workspaces+"/zzz/fhirservices/two", located).want(http.StatusCreated, "")
	want := []string{"aaa", "demo", "demo/fhirservices/records", "zzz", "zzz/fhirservices/one", "zzz/fhirservices/two"}
	for top := range 7 {
		var got []string
		next := in("2021-04-01", groupID+"/resources") + fmt.Sprintf("&$top=%d", top+1)
		for next != "" {
			p := w.page(next)
			for _, item := range p.Value {
				got = append(got, strings.TrimPrefix(item.ID, groupID+workspaces+"/"))
			}
			next = strings.TrimPrefix(p.NextLink, publicURL)
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %d: %v", top+1, got)
		}
	}
	all := string(w.get(groupID + "/resources").body)
	for _, part := range []string{
		`{"id":"` + groupID + workspaces + `/zzz","name":"zzz","type":"Microsoft.HealthcareApis/workspaces","location":"eastus","tags":{"a":"b"}}`,
		`{"id":"` + groupID + workspaces + `/zzz/fhirservices/one","name":"one","type":"Microsoft.HealthcareApis/workspaces/fhirservices","location":"westeurope","kind":"fhir-R4"}`,
	} {
		if !strings.Contains(all, part) {
			t.Errorf("%s does not hold %s", all, part)
		}
	}
	w.put(groupID+"-empty", located, as(auth.Operator)).want(http.StatusCreated, "")
	if got := string(w.get(groupID + "-empty/resources").body); got != `{"value":[]}` {
		t.Errorf("an empty group lists %s", got)
	}
	w.get(groupID+"-none/resources").want(http.StatusNotFound, arm.ParentResourceNotFound)
}
