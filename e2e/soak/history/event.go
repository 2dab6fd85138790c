// SPDX-License-Identifier: Apache-2.0

package history

import "time"

// Event is something that the driver did or saw.
type Event struct {
	Kind   EventKind     `json:"kind"`
	Begin  time.Duration `json:"begin"`
	End    time.Duration `json:"end"`
	Detail string        `json:"detail,omitzero"` // for people
	// Backup is the name of the backup that was made or restored, and Cursor where the store was before it was made.
	Backup string `json:"backup,omitzero"`
	Cursor Cursor `json:"cursor,omitzero"`
	Truth  *Truth `json:"truth,omitzero"`
}

// EventKind is what happened.
type EventKind string

// The kinds of events. Those from Begun to Quiet make the epochs: one begins with Begun, Promote and NewEpoch, and ends
// with Ended and Quiet, which have its truth. Restore has the truth of the backup, before anybody can reach the server.
const (
	Begun    EventKind = "begun"
	Ended    EventKind = "ended"
	Promote  EventKind = "promote"
	Restore  EventKind = "restore"
	NewEpoch EventKind = "new-epoch"
	Quiet    EventKind = "quiet"

	Terminate EventKind = "terminate"
	Stop      EventKind = "stop"
	Start     EventKind = "start"
	Kill      EventKind = "kill"
	Backup    EventKind = "backup"
	Attach    EventKind = "attach"
	Compact   EventKind = "compact"
	// Converged is when all followers had come to where the store was after the event that Detail names.
	Converged EventKind = "converged"
)
