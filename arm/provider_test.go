// SPDX-License-Identifier: Apache-2.0

package arm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/corsgate/corsgate/arm"
)

func TestProvidersNameTheirVersions(t *testing.T) {
	t.Parallel()
	p, known := arm.ProviderOf("s", "microsoft.HEALTHCAREAPIS")
	if !known || p.ID != "/subscriptions/s/providers/Microsoft.HealthcareApis" || p.RegistrationState != "Registered" {
		t.Fatalf("%+v, %v", p, known)
	}
	for _, kind := range p.ResourceTypes {
		if kind.ResourceType == "workspaces/fhirservices" && kind.APIVersions[0] == "2025-04-01-preview" && len(kind.APIVersions) == 15 {
			return
		}
	}
	t.Errorf("no FHIR services with their api-versions, newest first: %+v", p.ResourceTypes)
}

func TestNoSuchProvider(t *testing.T) {
	t.Parallel()
	if p, known := arm.ProviderOf("s", "Microsoft.Web"); known {
		t.Errorf("%+v", p)
	}
}

func TestVersionsAreInOrder(t *testing.T) {
	t.Parallel()
	for _, p := range arm.ProvidersOf("s") {
		for _, kind := range p.ResourceTypes {
			versions := arm.SupportedVersions(arm.Type(p.Namespace + "/" + kind.ResourceType))
			if len(versions) == 0 || !slices.IsSorted(versions) || len(slices.Compact(slices.Clone(versions))) != len(versions) {
				t.Errorf("%s/%s: %v", p.Namespace, kind.ResourceType, versions)
			}
		}
	}
}

func TestOperationsAreOfTheirProvider(t *testing.T) {
	t.Parallel()
	for namespace, list := range map[string][]arm.Operation{
		"Microsoft.HealthcareApis": arm.HealthcareOperations(), "Corsgate.Fhir": arm.CorsgateOperations(),
	} {
		seen := map[string]bool{}
		for _, o := range list {
			if !strings.HasPrefix(o.Name, namespace+"/") || seen[o.Name] || o.Display.Description == "" {
				t.Errorf("%+v", o)
			}
			seen[o.Name] = true
		}
	}
}

func TestNormalizeLocation(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{"West Europe": "westeurope", " west\teurope ": "westeurope", "": ""} {
		if got := arm.NormalizeLocation(location); got != want {
			t.Errorf("%q: %q", location, got)
		}
	}
}
