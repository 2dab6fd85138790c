// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// The services are in one workspace of the sample data's resource group; the first one is measured.
const (
	workspace = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/demo" +
		"/providers/Microsoft.HealthcareApis/workspaces/bench"
	measuredHost = "bench-service-1.fhir.localhost"
	settings     = workspace + "/fhirservices/service-1/providers/Corsgate.Fhir/corsSettings/default?api-version=2026-11-01"
	azure        = "?api-version=2024-03-31"
	creators     = 16 // requests at a time
)

// furnish creates the services, each with settings of its own.
func (p *program) furnish(ctx context.Context, services int) error {
	if err := p.put(ctx, workspace+azure, `{"location":"westeurope"}`); err != nil {
		return err
	}
	var (
		last    atomic.Int64
		working sync.WaitGroup
		errs    = make(chan error, creators)
	)
	for range creators {
		working.Go(func() {
			for n := last.Add(1); n <= int64(services); n = last.Add(1) {
				if err := p.createService(ctx, n); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	working.Wait()
	close(errs)
	return <-errs // nil if there is none
}

func (p *program) createService(ctx context.Context, n int64) error {
	return p.put(ctx, fmt.Sprintf("%s/fhirservices/service-%d%s", workspace, n, azure), fmt.Sprintf(
		`{"location":"westeurope","kind":"fhir-R4","properties":{"corsConfiguration":{"origins":["https://app%d.example.org"],`+
			`"headers":["authorization","content-type"],"methods":["GET","POST","PUT"],"maxAge":600}}}`, n))
}

// put sends one PUT and wants it to be accepted.
func (p *program) put(ctx context.Context, path, body string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPut, "https://"+p.api+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+p.token)
	request.Header.Set("Content-Type", "application/json")
	answer, err := p.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusCreated {
		return fmt.Errorf("PUT %s: %s\n%s", path, answer.Status, text)
	}
	return nil
}
