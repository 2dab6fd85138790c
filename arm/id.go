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
	id := ID{Path: path, Subscription: parsed.SubscriptionID, Group: parsed.ResourceGroupName}
	var known bool
	if id.Type, known = lookUpType(parsed.ResourceType.String()); !known {
		return ID{}, fmt.Errorf("%w: unknown resource type", ErrInvalidID)
	}
	return id, id.fill(parsed)
}

// fill takes the names of workspace and service from the chain of parents, and checks that the chain is the type's:
// the type alone does not prove what the parents are.
func (id *ID) fill(r *azarm.ResourceID) error {
	wants := id.Type
	for ; r != nil; r = r.Parent {
		found, _ := lookUpType(r.ResourceType.String())
		switch {
		case wants == "":
			return nil
		case found != wants:
			return fmt.Errorf("%w: a %s does not belong there", ErrInvalidID, id.Type)
		case found == FHIRServices:
			id.Service = r.Name
		case found == Workspaces:
			id.Workspace = r.Name
		}
		wants = parentOf(found)
	}
	return nil
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
