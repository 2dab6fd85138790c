// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/corsgate/corsgate/arm"
	"github.com/corsgate/corsgate/auth"
)

// TestTagLimits are Azure's, to the last tag and byte.
func TestTagLimits(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		tags := make([]string, n)
		for i := range tags {
			tags[i] = fmt.Sprintf(`"tag%d":"x"`, i)
		}
		return strings.Join(tags, ",")
	}
	of := func(name, value int) string {
		return `"` + strings.Repeat("n", name) + `":"` + strings.Repeat("v", value) + `"`
	}
	for kind, id := range map[string]string{"group": groupID + "-new", "workspace": groupID + workspaces + "/another", "service": serviceID} {
		for name, c := range map[string]struct{ tags, target string }{
			"no tag": {"", ""}, "50 tags": {many(50), ""}, "51 tags": {many(51), "tags"},
			"name of 1": {of(1, 0), ""}, "name of 512": {of(512, 1), ""}, "name of 513": {of(513, 1), "tags." + strings.Repeat("n", 64) + "…"},
			"value of 256": {of(1, 256), ""}, "value of 257": {of(1, 257), "tags.n"}, "both": {of(512, 256), ""},
			"name without letters": {`"":"x"`, "tags['']"}, "name with a slash": {`"a/b":"x"`, "tags.a/b"}, "name with a dot": {`"a.b":"x"`, ""},
			"name with a line end": {`"a\nb":"x"`, "tags.a\nb"}, "one name in two cases": {`"env":"x","ENV":"y"`, "tags.ENV"},
			"letters of two bytes": {`"n":"` + strings.Repeat("ä", 256) + `"`, ""}, "and one more": {`"n":"` + strings.Repeat("ä", 257) + `"`, "tags.n"},
			"null": {`"n":null`, "tags.n"}, "a number": {`"n":1`, "tags.n"},
		} {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				r := newWorld(t).put(id, `{"location":"westeurope","tags":{`+c.tags+`}}`, as(auth.Operator))
				switch {
				case c.target != "":
					if f := r.want(http.StatusBadRequest, arm.InvalidRequestContent).failure(); f.Target != c.target {
						t.Errorf("target %q", f.Target)
					}
				case r.status >= 300:
					t.Errorf("%d %s", r.status, r.body)
				}
			})
		}
	}
}

// TestLongPathsAreCut in messages, and those that fit are not.
func TestLongPathsAreCut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, length := range []int{512, 513, 2000} {
		path := workspaceID + "/fhirservices/" + strings.Repeat("x", length-len(workspaceID+"/fhirservices/"))
		message := w.get(path).want(http.StatusNotFound, arm.ResourceNotFound).failure().Message
		want := "The resource '" + path + "' was not found."
		if length > 512 {
			want = "The resource '" + path[:512] + "…' was not found."
		}
		if message != want {
			t.Errorf("a path of %d bytes: message of %d bytes: %s", length, len(message), message)
		}
	}
	if got := shown(strings.Repeat("x", 511) + "ä"); got != strings.Repeat("x", 511)+"?…" || !utf8.ValidString(got) {
		t.Errorf("a letter cut in two: %q", got)
	}
}
