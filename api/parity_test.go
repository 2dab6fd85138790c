// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/contract"
)

// operation is one of openapi.yaml, with the parameters of its path.
type operation struct {
	*openapi3.Operation
	method, path string
	shared       openapi3.Parameters
}

// described is every operation of openapi.yaml by method and path, the path as routes write theirs.
func described(t testing.TB) map[string]*operation {
	t.Helper()
	all := map[string]*operation{}
	for path, item := range contract.New(t).Document().Paths.Map() {
		for method, o := range item.Operations() {
			all[method+" "+plain(path)] = &operation{o, method, path, item.Parameters}
		}
	}
	return all
}

// plain is a path in lower case whose parameters have lost their names.
func plain(path string) string {
	return strings.ToLower(regexp.MustCompile(`:\w+|\{\w+\}`).ReplaceAllString(path, "{}"))
}

func TestRoutesAndDescriptionMatchBothWays(t *testing.T) {
	t.Parallel()
	operations := described(t)
	for _, r := range (&server{}).routes() {
		name := r.method + " " + plain(r.path)
		operation := operations[name]
		if operation == nil {
			t.Errorf("%s is a route and not in openapi.yaml", name)
			continue
		}
		delete(operations, name)
		if got := operation.Extensions["x-corsgate-action"]; got != r.action().String() {
			t.Errorf("%s: x-corsgate-action is %v, the route needs %s", name, got, r.action())
		}
		if open := operation.Security != nil && len(*operation.Security) == 0; open != (r.path == metadataPath) {
			t.Errorf("%s: described as needing no token: %v", name, open)
		}
		version := operation.shared.GetByInAndName(openapi3.ParameterInQuery, "api-version")
		if version == nil || !slices.EqualFunc(version.Schema.Value.Enum, arm.SupportedVersions(r.kind), func(a any, b string) bool { return a == b }) {
			t.Errorf("%s: the api-versions differ from those of %s", name, r.kind)
		}
	}
	for name := range operations {
		t.Errorf("%s is in openapi.yaml and no route", name)
	}
}

func TestOperationsAreNamedAndTagged(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, operation := range described(t) {
		if other := seen[operation.OperationID]; other != "" {
			t.Errorf("%s and %s have the same operationId %q", name, other, operation.OperationID)
		}
		seen[operation.OperationID] = name
		tag, _, _ := strings.Cut(operation.OperationID, "_")
		if !slices.Equal(operation.Tags, []string{tag}) {
			t.Errorf("%s: operationId %q, tags %v", name, operation.OperationID, operation.Tags)
		}
	}
}

// Every code that the server can answer with is described, and no other.
func TestCodesMatchBothWays(t *testing.T) {
	t.Parallel()
	components := contract.New(t).Document().Components
	codes := constants(t, "../arm/error.go", "Code")
	domain := constants(t, "../cors/problem.go", "Code")
	if len(codes) != 2 || len(domain) != 2 {
		t.Fatalf("codes %v and %v: want those of answers and of details, of problems and of warnings", codes, domain)
	}
	sameNames(t, "ErrorCode", components.Schemas["ErrorCode"].Value.Enum, codes[0])
	sameNames(t, "Problem.code", components.Schemas["Problem"].Value.Properties["code"].Value.Enum, append(codes[1], domain[0]...))
	warnings, _, _ := strings.Cut(components.Headers["Corsgate-Warning"].Value.Schema.Value.Pattern, ")")
	var described []any
	for _, code := range strings.Split(strings.TrimPrefix(warnings, "^("), "|") {
		described = append(described, code)
	}
	sameNames(t, "Corsgate-Warning", described, domain[1])
	var types []any
	for _, info := range components.Schemas["AdditionalInfo"].Value.Items.Value.OneOf {
		types = append(types, info.Value.Properties["type"].Value.Enum...)
	}
	sameNames(t, "AdditionalInfo", types, []string{arm.Suggestion, arm.APIVersions, arm.Retry, arm.ResourceTypes})
}

// sameNames compares what is described with what the code has. The order plays no part.
func sameNames(t *testing.T, where string, described []any, has []string) {
	t.Helper()
	var names []string
	for _, name := range described {
		names = append(names, name.(string))
	}
	slices.Sort(names)
	if has = slices.Compact(slices.Sorted(slices.Values(has))); !slices.Equal(names, has) {
		t.Errorf("%s: described are\n%v\nthe code has\n%v", where, names, has)
	}
}

// TestActionsAreEnforced sends every operation with each role and compares the answer with what the role may do.
func TestActionsAreEnforced(t *testing.T) {
	t.Parallel()
	may := func(role auth.Role, a arm.Action) bool { // the table of the documentation
		operators := a.Type == arm.Upstreams || a.Type == arm.GatewaySettings || a.Type == arm.ResourceGroups || a.Type == arm.Subscriptions
		switch role {
		case auth.Reader:
			return a.Verb == arm.Read
		case auth.Contributor:
			return a.Verb == arm.Read || !operators
		}
		return true
	}
	w := newWorld(t)
	for _, r := range (&server{}).routes() {
		path := strings.NewReplacer(":subscription", sub1, ":group", "demo", ":workspace", "none", ":service", "none",
			":namespace", "Microsoft.HealthcareApis", ":location", "westeurope", ":operation", "none").Replace(r.path)
		for _, role := range []auth.Role{auth.Reader, auth.Contributor, auth.Operator} {
			t.Run(string(role)+" "+r.method+" "+r.path, func(t *testing.T) {
				answer := w.with(t).do(r.method, path, "{}", as(role))
				if denied := answer.status == http.StatusForbidden; denied == (r.below == everything || may(role, r.action())) {
					t.Errorf("%s for %s: %d %s", role, r.action(), answer.status, answer.body)
				} else if denied && !strings.Contains(answer.failure().Message, `"`+r.action().String()+`"`) {
					t.Errorf("the answer does not name the action: %s", answer.body)
				}
			})
		}
	}
}
