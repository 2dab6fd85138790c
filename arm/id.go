// SPDX-License-Identifier: Apache-2.0

package arm

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ID is a resource id, taken apart. The parts are spelt as the caller spelt them; compare them without regard to case.
type ID struct {
	// Path is the whole id as the caller spelt it.
	Path string
	Type Type
	// Subscription, Group, Workspace and Service name the resource and its parents; those below it are empty.
	Subscription, Group, Workspace, Service string
}

// ErrInvalidID is wrapped by the errors of ParseID.
var ErrInvalidID = errors.New("invalid resource id")

// maxIDBytes is more than any id of these types needs: names have limits of their own.
const maxIDBytes = 2048

// ParseID takes a resource id apart. It accepts the ids of every type of this package, in any case.
func ParseID(path string) (ID, error) {
	if len(path) > maxIDBytes {
		return ID{}, fmt.Errorf("%w: longer than %d bytes", ErrInvalidID, maxIDBytes)
	}
	if !strings.HasPrefix(path, "/") || strings.Contains(path, "//") || strings.HasSuffix(path, "/") {
		return ID{}, fmt.Errorf("%w: segments are separated by single slashes, with one in front and none behind", ErrInvalidID)
	}
	id := ID{Path: path}
	for segments := strings.Split(path[1:], "/"); len(segments) > 0; {
		n := id.descend(segments)
		if n == 0 {
			return ID{}, fmt.Errorf("%w: not of the form /subscriptions/…, or of an unknown type", ErrInvalidID)
		}
		segments = segments[n:]
	}
	return id, nil
}

// descend takes the id down to the resource that the segments begin with, and returns how many of them name it; 0 is
// none that there is below this one. Names are taken as they are: azcore's parser trims white space.
func (id *ID) descend(segments []string) int {
	switch id.Type {
	case "":
		return id.enter(Subscriptions, &id.Subscription, segments, "subscriptions")
	case Subscriptions:
		return id.enter(ResourceGroups, &id.Group, segments, "resourceGroups")
	case ResourceGroups:
		return id.enter(Workspaces, &id.Workspace, segments, "providers", "Microsoft.HealthcareApis", "workspaces")
	case Workspaces:
		return id.enter(FHIRServices, &id.Service, segments, "fhirservices")
	case FHIRServices:
		for _, extension := range []Type{CORSSettings, Upstreams, GatewaySettings} {
			namespace, kind, _ := strings.Cut(string(extension), "/")
			if n := id.enter(extension, new(string), segments, "providers", namespace, kind); n > 0 {
				return n
			}
		}
	}
	return 0
}

// enter takes the id to a resource of the type if the segments begin with the words and a name.
func (id *ID) enter(t Type, name *string, segments []string, words ...string) int {
	if len(segments) <= len(words) || !slices.EqualFunc(segments[:len(words)], words, strings.EqualFold) {
		return 0
	}
	id.Type, *name = t, segments[len(words)]
	return len(words) + 1
}

// Name is the last segment of the id, as spelt.
func (id ID) Name() string { return id.Path[strings.LastIndexByte(id.Path, '/')+1:] }

// Within reports whether the id is scope or lies below it. Nothing is within the empty scope.
func (id ID) Within(scope string) bool {
	if scope == "" || len(id.Path) < len(scope) || !strings.EqualFold(id.Path[:len(scope)], scope) {
		return false
	}
	return len(id.Path) == len(scope) || id.Path[len(scope)] == '/'
}

// ExtensionOf is the path of an extension resource of a FHIR service.
func ExtensionOf(service string, t Type) string {
	return service + "/providers/" + string(t) + "/default"
}
