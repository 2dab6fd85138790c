// SPDX-License-Identifier: Apache-2.0

package telemetry

// Method is an HTTP method as logs and labels may have it: what a caller invents is "other", since it could say
// anything, and there would be no end to it.
func Method(name string) string {
	switch name {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return name
	}
	return "other"
}
