// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"slices"
	"strings"
)

// Code names what is wrong, or doubtful, in an entry of Settings. The texts are part of the API's contract.
type Code string

// Problems: settings that have one are refused.
const (
	WildcardWithCredentials Code = "WildcardWithCredentials"
	WildcardNotAlone        Code = "WildcardNotAlone"
	InvalidOrigin           Code = "InvalidOrigin"
	InvalidHeaderName       Code = "InvalidHeaderName"
	InvalidMethod           Code = "InvalidMethod"
	ForbiddenMethod         Code = "ForbiddenMethod"
	MethodCase              Code = "MethodCase"
	MaxAgeOutOfRange        Code = "MaxAgeOutOfRange"
	InvalidType             Code = "InvalidType"
	UnknownProperty         Code = "UnknownProperty"
	TooManyItems            Code = "TooManyItems"
)

// Warnings: settings that have one are accepted, and their author is told.
const (
	DefaultPort                   Code = "DefaultPort"
	UpperCase                     Code = "UpperCase"
	TrailingDot                   Code = "TrailingDot"
	InsecureOriginWithCredentials Code = "InsecureOriginWithCredentials"
	MaxAgeAboveBrowserCap         Code = "MaxAgeAboveBrowserCap"
	NoAuthorization               Code = "NoAuthorization"
	ForbiddenHeader               Code = "ForbiddenHeader"
	Duplicate                     Code = "Duplicate"
	EmptyList                     Code = "EmptyList"
)

// The names of the five settings, in the order in which problems are listed.
const (
	fieldOrigins     = "origins"
	fieldHeaders     = "headers"
	fieldMethods     = "methods"
	fieldMaxAge      = "maxAge"
	fieldCredentials = "allowCredentials"
	// fieldPatterns is no name of Azure's; it comes last.
	fieldPatterns = "originPatterns"
)

// Problem is one finding: where, what, why, and what to do about it.
type Problem struct {
	Code Code
	// Field is the setting concerned, or "" for the settings as a whole.
	Field string
	// Index is the entry of a list, or -1 for the whole field.
	Index int
	// Reason says what is wrong, in a sentence.
	Reason string
	// Fix says what to write instead, in a sentence.
	Fix string
}

// Target is the finding's path inside the settings, such as "origins[1]".
func (p Problem) Target() string {
	if p.Index < 0 {
		return p.Field
	}
	return fmt.Sprintf("%s[%d]", p.Field, p.Index)
}

// Message is reason and fix as one text.
func (p Problem) Message() string { return strings.TrimSpace(p.Reason + " " + p.Fix) }

// Problems is the error of settings that are refused: every problem, in field order, then by index.
type Problems struct{ List []Problem }

// Error names every problem; the API lists them one by one instead.
func (p *Problems) Error() string {
	texts := make([]string, len(p.List))
	for i, problem := range p.List {
		texts[i] = problem.Target() + ": " + problem.Message()
	}
	return "invalid CORS settings: " + strings.Join(texts, "; ")
}

// asError is nil for an empty list, and a sorted *Problems otherwise.
func asError(list []Problem) error {
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Problem) int {
		if byField := a.rank() - b.rank(); byField != 0 {
			return byField
		}
		return a.Index - b.Index
	})
	return &Problems{List: list}
}

// rank orders the settings as a whole first, then the five fields, then fields that do not exist, whatever their name.
func (p Problem) rank() int {
	switch {
	case p.Code == UnknownProperty:
		return len(fields()) + 1
	case p.Field == fieldPatterns:
		return len(fields())
	}
	return slices.Index(fields(), p.Field)
}

// Fields are the names of the five settings, in Azure's order.
func Fields() []string { return fields() }

func fields() []string {
	return []string{fieldOrigins, fieldHeaders, fieldMethods, fieldMaxAge, fieldCredentials}
}

// quote shows an operator's entry in a message: escaped, and cut where it is long.
func quote(entry string) string {
	const most = 80
	if len(entry) <= most {
		return fmt.Sprintf("%q", entry)
	}
	return fmt.Sprintf("%q…", strings.ToValidUTF8(entry[:most], ""))
}
