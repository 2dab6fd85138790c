// SPDX-License-Identifier: Apache-2.0

package service

import (
	"regexp"
	"strings"

	"github.com/corsgate/corsgate/arm"
)

// CheckName refuses a name that a resource to be created must not have. Workspace names are part of a host name in
// front of a hyphen, so they have none; together with the service they make one DNS label.
func CheckName(id arm.ID) error {
	switch id.Type {
	case arm.Subscriptions:
		if !guid.MatchString(id.Subscription) {
			return invalidName("subscription", id.Subscription, "a GUID")
		}
	case arm.ResourceGroups:
		if !groupName.MatchString(id.Group) || strings.HasSuffix(id.Group, ".") {
			return invalidName("resource group", id.Group, "1 to 90 letters, digits and -_.() that do not end in a period")
		}
	case arm.Workspaces:
		if !workspaceName.MatchString(id.Workspace) {
			return invalidName("workspace", id.Workspace, "3 to 24 lower-case letters and digits")
		}
	case arm.FHIRServices:
		if !serviceName.MatchString(id.Service) {
			return invalidName("FHIR service", id.Service,
				"3 to 24 letters, digits and hyphens that begin and end with a letter or digit")
		}
	}
	return nil
}

var (
	guid          = regexp.MustCompile(`^[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$`)
	groupName     = regexp.MustCompile(`^[-\w._()]{1,90}$`)
	workspaceName = regexp.MustCompile(`^[a-z0-9]{3,24}$`)
	serviceName   = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{1,22}[A-Za-z0-9]$`)
)

func invalidName(what, name, rule string) error {
	if len(name) > 64 {
		name = name[:64] + "…"
	}
	return &InvalidError{Code: arm.InvalidResourceName, Target: "name",
		Reason: "The " + what + " name '" + strings.ToValidUTF8(name, "") + "' is not valid.", Fix: "Use " + rule + "."}
}

// settleLocation decides where a resource is: given on creation, and the same ever after. Case and white space do not
// count, as in Azure ("West Europe" is westeurope); the first spelling is kept.
func settleLocation(old *string, asked string) (string, error) {
	switch {
	case old == nil && arm.NormalizeLocation(asked) == "":
		return "", &InvalidError{Code: arm.LocationRequired, Target: "location",
			Reason: "The location property is required to create this resource.", Fix: `Add it, such as "location": "westeurope".`}
	case old == nil:
		return asked, nil
	case asked != "" && arm.NormalizeLocation(asked) != arm.NormalizeLocation(*old):
		return "", &InvalidError{Code: arm.InvalidResourceLocation, Target: "location",
			Reason: "The resource is in location '" + *old + "', and a location cannot be changed.",
			Fix:    "Send that location, or delete the resource and create it elsewhere."}
	}
	return *old, nil
}
