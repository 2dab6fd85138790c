// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/cors"
)

// checkOrigin looks at the value of Access-Control-Allow-Origin.
func (l *linter) checkOrigin(a Answer) {
	lines := values(a.Response.Headers, allowOrigin)
	if len(lines) != 1 || lines[0] == "*" {
		return // absent, named already, or right
	}
	value := lines[0]
	what := fmt.Sprintf("%s has Access-Control-Allow-Origin: %s.", upper(where(a)), show(value))
	switch {
	case strings.ContainsAny(value, ", \t"):
		l.add(Defect{OriginList, what, "The field holds one origin or *; a browser compares all of the value with its origin.",
			"Send back the one origin that asks, if it is allowed, with Vary: Origin."})
	case strings.Contains(value, "*"):
		l.add(Defect{OriginPattern, what, "Browsers know no patterns: only a * that stands alone means something.",
			"Match the pattern at the server and send back the one origin that asks, with Vary: Origin."})
	case value == "null":
		l.add(nullOrigin(what))
	case !cors.IsSerializedOrigin(value):
		l.add(Defect{OriginNotSerialized, what,
			"No browser sends such an origin: it has no path, no slash at the end, no default port, and is in lower case.",
			"Write scheme, host and port as browsers send them, such as https://app.example.org."})
	}
	l.checkVary(a, value)
}

func nullOrigin(what string) Defect {
	return Defect{NullOrigin, what, "Any page can have the origin null: it puts its script into a sandboxed frame.",
		"Do not allow null; let the pages that need it come from an origin of their own."}
}

// checkCredentials looks at what is said together with Access-Control-Allow-Credentials.
func (l *linter) checkCredentials(a Answer) {
	value, present := get(a.Response.Headers, allowCredentials)
	origin, _ := get(a.Response.Headers, allowOrigin)
	switch {
	case !present:
		return
	case value != "true":
		if len(values(a.Response.Headers, allowCredentials)) == 1 {
			l.add(Defect{CredentialsValue,
				fmt.Sprintf("%s has Access-Control-Allow-Credentials: %s.", upper(where(a)), show(value)),
				"The one value that means something is true, in lower case.", "Send true, or leave the field out to allow no credentials."})
		}
	case origin == "*":
		l.add(Defect{WildcardWithCredentials, upper(where(a)) + " allows any origin (*) and credentials.",
			"No browser sends credentials then: the * is refused for them.",
			"Send back the one origin that asks, if it is trusted, or remove Access-Control-Allow-Credentials."})
	case strings.HasPrefix(a.Request.URL, "https://") && isInsecure(origin):
		l.add(Defect{InsecureOriginWithCredentials,
			fmt.Sprintf("An https server allows %s to use credentials.", show(origin)),
			"Whoever can change an http page on its way to the user can act as the user here.",
			"Allow https origins only, or no credentials."})
	}
}

// isInsecure reports whether pages of the origin can be changed on their way.
func isInsecure(origin string) bool {
	o, form := cors.ParseOrigin(origin)
	return form.Serialized() && o.Scheme == "http" && !o.IsLoopback()
}

// show cuts a value that is too long to be read.
func show(value string) string {
	const most = 200
	if len(value) > most {
		return strings.ToValidUTF8(value[:most], "") + "..."
	}
	if value == "" {
		return "(empty)"
	}
	return value
}
