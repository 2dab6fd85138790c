// SPDX-License-Identifier: Apache-2.0

package arm

import (
	"errors"
	"fmt"
	"strings"

	azarm "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
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
	parsed, err := azarm.ParseResourceID(path)
	if err != nil {
		return ID{}, fmt.Errorf("%w: not of the form /subscriptions/…", ErrInvalidID)
	}
	id := ID{Path: path}
	var known bool
	if id.Type, known = lookUpType(parsed.ResourceType.String()); !known {
		return ID{}, fmt.Errorf("%w: unknown resource type", ErrInvalidID)
	}
	if err := id.checkChain(parsed); err != nil {
		return ID{}, err
	}
	id.fill(strings.Split(path, "/"))
	return id, nil
}

// checkChain checks that the parents are those of the type: the type alone does not prove what they are.
func (id *ID) checkChain(r *azarm.ResourceID) error {
	wants := id.Type
	for ; r != nil && wants != ""; r = r.Parent {
		found, _ := lookUpType(r.ResourceType.String())
		if found != wants {
			return fmt.Errorf("%w: a %s does not belong there", ErrInvalidID, id.Type)
		}
		wants = parentOf(found)
	}
	return nil
}

// fill takes the names from where each stands in an id of these types, as they are: the parser trims white space, and
// would make one name of two.
func (id *ID) fill(segments []string) {
	for place, name := range map[int]*string{2: &id.Subscription, 4: &id.Group, 8: &id.Workspace, 10: &id.Service} {
		if place < len(segments) {
			*name = segments[place]
		}
	}
}

// parentOf is the type that a resource's parent must have.
func parentOf(t Type) Type {
	switch t {
	case CORSSettings, Upstreams, GatewaySettings:
		return FHIRServices
	case FHIRServices:
		return Workspaces
	case Workspaces:
		return ResourceGroups
	case ResourceGroups:
		return Subscriptions
	}
	return ""
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
