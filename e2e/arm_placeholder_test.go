// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// placeholder is {{name}}, {{matcher}} or {{name:matcher}}.
var placeholder = regexp.MustCompile(`\{\{([^{}\n]*)\}\}`)

// placeholderName is what a case may call a value.
var placeholderName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// matchers are expressions for values that nobody knows before.
func matchers() map[string]string {
	return map[string]string{
		"any":  `(?s:.+)`,
		"guid": `[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
		"time": `[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z`,
		"etag": `"[!#-~]+"`,
		"int":  `[0-9]+`,
	}
}

// checkKnown wants every placeholder to be known: what is sent has no unknown values.
func (m armMessage) checkKnown(l armLine, names []string) error {
	for _, at := range placeholder.FindAllStringSubmatchIndex(l.text, -1) {
		if name := l.text[at[2]:at[3]]; !slices.Contains(names, name) {
			return &malformed{m.file, lineAt(l, at[0]), fmt.Sprintf("{{%s}} is not known here; known are %s", name, strings.Join(names, ", "))}
		}
	}
	return nil
}

// checkPatterns wants every placeholder to be known or a matcher, and returns names with the new ones. These are known
// from there on, not yet in the lines themselves, which are not compared in order.
func (m armMessage) checkPatterns(lines []armLine, names []string) ([]string, error) {
	all := slices.Clone(names)
	for _, l := range lines {
		for _, at := range placeholder.FindAllStringSubmatchIndex(l.text, -1) {
			text := l.text[at[2]:at[3]]
			if slices.Contains(names, text) || matchers()[text] != "" {
				continue
			}
			name, matcher, gives := strings.Cut(text, ":")
			why := ""
			switch {
			case !gives:
				why = fmt.Sprintf("{{%s}} is neither a known value nor a matcher", text)
			case !placeholderName.MatchString(name) || matchers()[name] != "":
				why = fmt.Sprintf("%q is no name for a value", name)
			case slices.Contains(all, name):
				why = fmt.Sprintf("{{%s}} has a value already", name)
			case matchers()[matcher] == "":
				why = fmt.Sprintf("{{%s}}: there is no matcher %s", text, matcher)
			}
			if why != "" {
				return nil, &malformed{m.file, lineAt(l, at[0]), why}
			}
			all = append(all, name)
		}
	}
	return all, nil
}

func lineAt(l armLine, offset int) int { return l.number + strings.Count(l.text[:offset], "\n") }

// values are what the known placeholders of one case stand for.
type values map[string]string

// fill puts the values in. inJSON writes them as they stand inside of a JSON string.
func (v values) fill(text string, inJSON bool) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		value := v[strings.Trim(found, "{}")]
		if inJSON {
			quoted, _ := json.Marshal(value) // a string can always be encoded
			return string(quoted[1 : len(quoted)-1])
		}
		return value
	})
}

// match compares text with a pattern and keeps the values that the pattern gives names to.
func (v values) match(pattern, text string) bool {
	var expression strings.Builder
	var names []string
	rest := 0
	for _, at := range placeholder.FindAllStringSubmatchIndex(pattern, -1) {
		expression.WriteString(regexp.QuoteMeta(pattern[rest:at[0]]))
		rest = at[1]
		inner := pattern[at[2]:at[3]]
		name, matcher, gives := strings.Cut(inner, ":")
		switch known, ok := v[inner]; {
		case ok:
			expression.WriteString(regexp.QuoteMeta(known))
		case gives:
			expression.WriteString("(" + matchers()[matcher] + ")")
			names = append(names, name)
		default:
			expression.WriteString(matchers()[inner])
		}
	}
	expression.WriteString(regexp.QuoteMeta(pattern[rest:]))
	found := regexp.MustCompile(`^(?:` + expression.String() + `)$`).FindStringSubmatch(text)
	for i, name := range names {
		if found != nil {
			v[name] = found[i+1]
		}
	}
	return found != nil
}

func canonical(name string) string { return http.CanonicalHeaderKey(name) }
