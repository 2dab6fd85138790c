// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// TestAzureSDK: the life of a workspace and of a FHIR service. Each write is one request: nothing is polled.
func TestAzureSDK(t *testing.T) {
	t.Parallel()
	c := startProgram(t).azure(t, "contributor")
	workspace, service := workspaceID("azuresdk"), serviceID("azuresdk", "records")
	settings := allowed()
	for _, step := range []struct {
		method, id string
		body, want azureResource
	}{
		{http.MethodPut, workspace, azureResource{Location: "westus"}, azureResource{Location: "westus"}},
		{http.MethodPatch, workspace, azureResource{Tags: map[string]string{"a": "b"}}, azureResource{Location: "westus", Tags: map[string]string{"a": "b"}}},
		{http.MethodPut, service, azureResource{Location: "westus", Kind: "fhir-R4", Properties: azureProperties{CORS: &settings}},
			azureResource{Location: "westus", Kind: "fhir-R4", Properties: azureProperties{CORS: &settings}}},
		{http.MethodPatch, service, azureResource{Tags: map[string]string{"c": "d"}},
			azureResource{Location: "westus", Kind: "fhir-R4", Tags: map[string]string{"c": "d"}, Properties: azureProperties{CORS: &settings}}},
	} {
		got, _ := c.begin(t, step.method, step.id, step.body)
		step.want.ID, step.want.ETag, step.want.Properties.ProvisioningState = step.id, got.ETag, "Succeeded"
		if asJSON(got) != asJSON(step.want) || got.ETag == "" {
			t.Errorf("%s %s:\n%s, want\n%s", step.method, step.id, asJSON(got), asJSON(step.want))
		}
		if read, err := c.get(t.Context(), step.id); err != nil || asJSON(read) != asJSON(got) {
			t.Errorf("%s is read as %s, %v", step.id, asJSON(read), err)
		}
	}
	c.begin(t, http.MethodDelete, service, nil)
	c.begin(t, http.MethodDelete, service, nil)
	_, err := c.get(t.Context(), service)
	mustFailAs(t, err, http.StatusNotFound, "ResourceNotFound")
	c.begin(t, http.MethodDelete, workspace, nil)

	want := strings.Fields("PUT GET PATCH GET PUT GET PATCH GET DELETE DELETE GET DELETE")
	if got := c.methods(); !slices.Equal(got, want) {
		t.Errorf("the requests are %q, want %q", got, want)
	}
}

// TestAzureSDKErrors: what the server says reaches the SDK's users.
func TestAzureSDKErrors(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	c := p.azure(t, "contributor")
	send := func(c *azureClient, method, id string, body any) error {
		_, err := c.send(t.Context(), method, id, body, http.StatusOK, http.StatusCreated)
		return err
	}
	service := serviceID("demo", "records")
	star := azureResource{Properties: azureProperties{CORS: &corsSettings{Origins: []string{"*"}, AllowCredentials: true}}}
	failure := mustFailAs(t, send(c, http.MethodPut, service, star), http.StatusBadRequest, "InvalidCorsConfiguration")
	if !strings.Contains(failure.Error(), "WildcardWithCredentials") || !strings.Contains(failure.Error(), "properties.corsConfiguration.allowCredentials") {
		t.Errorf("the details are not in %v", failure)
	}
	mustFailAs(t, send(c, http.MethodPut, serviceID("absent", "records"), azureResource{Location: "westus"}), http.StatusNotFound, "ParentResourceNotFound")
	mustFailAs(t, send(c, http.MethodPut, service, azureResource{Location: "eastus"}), http.StatusConflict, "InvalidResourceLocation")
	mustFailAs(t, send(c, http.MethodDelete, workspaceID("demo"), nil), http.StatusConflict, "CannotDeleteResource")
	mustFailAs(t, send(p.azure(t, "reader"), http.MethodDelete, service, nil), http.StatusForbidden, "AuthorizationFailed")
}

// azurePage is one page of a list.
type azurePage struct {
	Value    []azureResource `json:"value"`
	NextLink string          `json:"nextLink"`
}

// pager reads a list as the generated clients do. first is its URL.
func (c *azureClient) pager(first string) *runtime.Pager[azurePage] {
	return runtime.NewPager(runtime.PagingHandler[azurePage]{
		More: func(p azurePage) bool { return p.NextLink != "" },
		Fetcher: func(ctx context.Context, before *azurePage) (azurePage, error) {
			next := ""
			if before != nil {
				next = before.NextLink
			}
			var page azurePage
			response, err := runtime.FetcherForNextLink(ctx, c.Pipeline(), next, func(ctx context.Context) (*policy.Request, error) {
				return runtime.NewRequest(ctx, http.MethodGet, first)
			}, nil)
			if err != nil {
				return page, err
			}
			return page, runtime.UnmarshalAsJSON(response, &page)
		},
	})
}

// TestAzureSDKPages: the pager follows nextLink to the end.
func TestAzureSDKPages(t *testing.T) {
	t.Parallel()
	c := startProgram(t).azure(t, "contributor")
	c.begin(t, http.MethodPut, workspaceID("pages"), azureResource{Location: "westus"})
	var want, got []string
	for i := range 7 {
		want = append(want, serviceID("pages", fmt.Sprintf("service-%d", i)))
		c.begin(t, http.MethodPut, want[i], azureResource{Location: "westus"})
	}
	pages := 0
	for pager := c.pager(c.Endpoint() + workspaceID("pages") + "/fhirservices?$top=3&api-version=2024-03-31"); pager.More(); pages++ {
		page, err := pager.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, resource := range page.Value {
			got = append(got, resource.ID)
		}
	}
	if pages != 3 || !slices.Equal(got, want) {
		t.Errorf("%d pages with %q, want 3 with %q", pages, got, want)
	}
}
