// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// azureClient is what the clients of Azure's Go SDK are generated around: azcore/arm's own pipeline, with its retries,
// its registration of providers and its pollers. Only what carries the requests is ours.
type azureClient struct {
	*arm.Client
	*carrier
}

// staticCredential hands out a token that is there already.
type staticCredential string

// GetToken implements azcore.TokenCredential.
func (c staticCredential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: string(c), ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// azure is a client of the program with the given role.
func (p *program) azure(t *testing.T, role string) *azureClient {
	t.Helper()
	plain := p.client(t, p.token(t, role))
	carrier := &carrier{http: plain.http}
	endpoint := cloud.ServiceConfiguration{Endpoint: plain.base, Audience: plain.base}
	client, err := arm.NewClient("armhealthcareapis", "v2.0.0", staticCredential(plain.token), &arm.ClientOptions{
		ClientOptions: policy.ClientOptions{
			Cloud: cloud.Configuration{ActiveDirectoryAuthorityHost: plain.base,
				Services: map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: endpoint}},
			Transport: carrier,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return &azureClient{client, carrier}
}

// azureResource is as much of a workspace or FHIR service as the tests read.
type azureResource struct {
	Location   string            `json:"location,omitempty"`
	Kind       string            `json:"kind,omitempty"`
	Tags       map[string]string `json:"tags,omitempty"`
	ID         string            `json:"id,omitempty"`
	ETag       string            `json:"etag,omitempty"`
	Properties azureProperties   `json:"properties"`
}

type azureProperties struct {
	CORS              *corsSettings `json:"corsConfiguration,omitempty"`
	ProvisioningState string        `json:"provisioningState,omitempty"`
}

// send sends one request through the pipeline. An answer other than the expected ones is a *azcore.ResponseError.
func (c *azureClient) send(ctx context.Context, method, id string, body any, expected ...int) (*http.Response, error) {
	request, err := runtime.NewRequest(ctx, method, runtime.JoinPaths(c.Endpoint(), id))
	if err != nil {
		return nil, err
	}
	request.Raw().URL.RawQuery = "api-version=2024-03-31"
	request.Raw().Header.Set("Accept", "application/json")
	if body != nil {
		if err := runtime.MarshalAsJSON(request, body); err != nil {
			return nil, err
		}
	}
	response, err := c.Pipeline().Do(request)
	if err != nil {
		return nil, err
	}
	if !runtime.HasStatusCode(response, expected...) {
		return nil, runtime.NewResponseError(response)
	}
	return response, nil
}

// begin starts what Azure calls a long-running operation, and waits for its end.
func (c *azureClient) begin(t *testing.T, method, id string, body any) (azureResource, *http.Response) {
	t.Helper()
	response, err := c.send(t.Context(), method, id, body, http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent)
	if err != nil {
		t.Fatal(err)
	}
	poller, err := runtime.NewPoller[azureResource](response, c.Pipeline(), nil)
	if err != nil {
		t.Fatalf("%s %s: %v", method, id, err)
	}
	if !poller.Done() {
		t.Errorf("%s %s: there is something left to poll", method, id)
	}
	result, err := poller.PollUntilDone(t.Context(), nil)
	if err != nil {
		t.Fatalf("%s %s: %v", method, id, err)
	}
	return result, response
}

// get reads a resource.
func (c *azureClient) get(ctx context.Context, id string) (azureResource, error) {
	var resource azureResource
	response, err := c.send(ctx, http.MethodGet, id, nil, http.StatusOK)
	if err != nil {
		return resource, err
	}
	return resource, runtime.UnmarshalAsJSON(response, &resource)
}

// mustFailAs wants an error that the SDK tells its users so.
func mustFailAs(t *testing.T, err error, status int, code string) *azcore.ResponseError {
	t.Helper()
	var failure *azcore.ResponseError
	if !errors.As(err, &failure) || failure.StatusCode != status || failure.ErrorCode != code {
		t.Fatalf("the error is %v, want %d %s", err, status, code)
	}
	return failure
}
