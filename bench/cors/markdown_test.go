// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"fmt"
	"strings"
)

// report is a text in Markdown, and which goals were missed.
type report struct {
	strings.Builder
	goals  int
	missed []string
}

// judge returns the word for the table, and remembers a miss. What is not a number was not measured, and is missed.
func (r *report) judge(what string, held bool) string {
	r.goals++
	if held {
		return "held"
	}
	r.missed = append(r.missed, what)
	return "**missed**"
}

func (r *report) row(cells ...any) {
	for _, value := range cells {
		fmt.Fprintf(r, "| %v ", value)
	}
	r.WriteString("|\n")
}

func (r *report) head(title string, columns ...any) {
	fmt.Fprintf(r, "\n%s\n\n", title)
	r.row(columns...)
	r.WriteString(strings.Repeat("|---", len(columns)) + "|\n")
}

// words name the cell, and kind names it with those beside it.
func (c cell) words() string { return fmt.Sprintf("%s, %d", c.kind(), c.entries) }

func (c cell) kind() string { return fmt.Sprintf("%s, %s, %s", c.request, c.outcome, c.pattern) }

// ns is a time for people.
func ns(value float64) string {
	switch {
	case value < 10_000:
		return fmt.Sprintf("%.0f ns", value)
	case value < 10e6:
		return fmt.Sprintf("%.0f µs", value/1e3)
	}
	return fmt.Sprintf("%.1f ms", value/1e6)
}
