// SPDX-License-Identifier: Apache-2.0

package history

import "time"

// History is a whole recorded soak. Writers and followers are known by the names of their files. Times are counted from
// the beginning of the soak, by the driver's clock.
type History struct {
	Events    []Event
	Writers   map[string][]Write
	Followers map[string][]Step
}

// Cursor is a place in the history of one epoch.
type Cursor struct {
	Epoch    string `json:"epoch"`
	Revision int64  `json:"revision"`
}

// Write is what one writer asked for and was told. Its ID is in the store's audit table, and is the mark of the settings
// that it puts: no two writes have the same.
type Write struct {
	ID       string        `json:"id"`
	Label    string        `json:"label,omitzero"` // empty: of a record that gateways do not know of
	Delete   bool          `json:"delete,omitzero"`
	Begin    time.Duration `json:"begin"`
	End      time.Duration `json:"end"`
	Outcome  Outcome       `json:"outcome"`
	Revision int64         `json:"revision,omitzero"` // where it was acknowledged
	Error    string        `json:"error,omitzero"`
}

// Mark is what the label holds after the write; empty for nothing.
func (w Write) Mark() string {
	if w.Delete || w.Label == "" {
		return ""
	}
	return w.ID
}

// Outcome is what a writer knows of its write.
type Outcome string

// The outcomes. Unknown: the write was committed, or was not.
const (
	Acknowledged Outcome = "acknowledged"
	Refused      Outcome = "refused"
	Unknown      Outcome = "unknown"
)

// Commit says what a label holds from a revision on; an empty mark is nothing.
type Commit struct {
	Revision int64  `json:"revision"`
	Label    string `json:"label,omitzero"`
	Mark     string `json:"mark,omitzero"`
	Write    string `json:"write,omitzero"` // which write it was; only the store itself knows
}

// Truth is what the store holds while nobody writes: every commit in order, and what each label holds.
type Truth struct {
	Cursor
	Commits []Commit          `json:"commits"`
	Routes  map[string]string `json:"routes"` // mark by label
}

// Step is one answer of a follower's watcher, and what the gateway serves once it is applied.
type Step struct {
	Kind   StepKind `json:"kind"`
	After  Cursor   `json:"after,omitzero"` // what Changes was asked for
	Cursor Cursor   `json:"cursor,omitzero"`
	Given  []Commit `json:"given,omitzero"`
	// Served is the mark of what is served by label, empty for nothing. Not every step asks for every label.
	Served map[string]string `json:"served"`
	Error  string            `json:"error,omitzero"`
}

// StepKind is what was asked of the watcher.
type StepKind string

// The kinds of steps. A failure gave nothing; the last step is what is served when all is quiet, with every label.
const (
	Snapshot StepKind = "snapshot"
	Changes  StepKind = "changes"
	Failure  StepKind = "failure"
	Last     StepKind = "last"
)
