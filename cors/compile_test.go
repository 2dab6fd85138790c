// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"reflect"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/cors"
)

func TestCompileOff(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]cors.Settings{
		"nothing":        {},
		"empty lists":    {Origins: []string{}, Headers: []string{}, Methods: []string{}},
		"all but origin": {Headers: []string{"*"}, Methods: []string{"*"}, MaxAge: new(1), AllowCredentials: new(true)},
	} {
		if p, err := cors.Compile(s); p != nil || err != nil {
			t.Errorf("%s: Compile = %v, %v; want nil, nil", name, p, err)
		}
		if s.Enabled() {
			t.Errorf("%s: Enabled", name)
		}
	}
}

// TestCompileRefuses wants the problems of Validate, all of them, and no policy.
func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]cors.Settings{
		"CORS on":  {Origins: []string{"null", "*"}, Methods: []string{"get"}, MaxAge: new(-1)},
		"CORS off": {Headers: []string{"x y"}, Methods: []string{"TRACE"}},
	} {
		_, want := cors.Validate(s)
		p, err := cors.Compile(s)
		if p != nil || want == nil || !reflect.DeepEqual(problems(t, err), problems(t, want)) {
			t.Errorf("%s: Compile = %v, %v; want nil, %v", name, p, err, want)
		}
	}
}

// TestPolicyIsImmutable changes everything that a policy was made from and everything that it was asked with.
func TestPolicyIsImmutable(t *testing.T) {
	t.Parallel()
	s := usual()
	p := compile(t, s)
	for _, list := range [][]string{s.Origins, s.Headers, s.Methods} {
		for i := range list {
			list[i] = "changed"
		}
	}
	*s.MaxAge = 1
	request := preflight("PUT", app, "authorization")
	want := permitted("PUT", "authorization")
	first := answerOf(p.Decide(&request))
	request.RequestHeaders[0], request.RequestMethod[0], request.Origin[0] = "changed", "changed", "changed"
	if first != want {
		t.Errorf("got %+v, want %+v", first, want)
	}
}

// TestDecideChangesNothing wants the request as it was, and the same answer to goroutines that share it.
func TestDecideChangesNothing(t *testing.T) {
	t.Parallel()
	p := compile(t, usual())
	asked := func() cors.Request { return preflight("PUT", app, "X-FHIR-Starter, accept", "authorization") }
	request := asked()
	want := permitted("PUT", "X-FHIR-Starter,authorization")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if got := answerOf(p.Decide(&request)); got != want {
					t.Errorf("got %+v, want %+v", got, want)
					return
				}
			}
		})
	}
	group.Wait()
	if !reflect.DeepEqual(request, asked()) {
		t.Errorf("Decide changed the request to %+v", request)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	want := []string{"NotCORS", "SameOrigin", "AllowedExact", "AllowedPattern", "AllowedAny", "Discovery",
		"CORSDisabled", "OriginMalformed", "OriginNotAllowed", "MethodNotAllowed", "HeaderNotAllowed"}
	all := cors.Reasons()
	if len(all) != len(want) {
		t.Fatalf("%d reasons, want %d", len(all), len(want))
	}
	for i, reason := range all {
		if reason.String() != want[i] || reason.Denied() != (i >= 6) {
			t.Errorf("reason %d is %v, denied %v; want %s, %v", i, reason, reason.Denied(), want[i], i >= 6)
		}
	}
	if own := cors.Reason(len(all)); own != cors.CredentialsNotAllowed || own.String() != "CredentialsNotAllowed" || !own.Denied() {
		t.Errorf("the reason of Explain alone is %v, denied %v", own, own.Denied())
	}
	if beyond := cors.Reason(len(all) + 1); beyond.String() != "Unknown" || !beyond.Denied() {
		t.Errorf("a reason that does not exist is %v, denied %v", beyond, beyond.Denied())
	}
}
