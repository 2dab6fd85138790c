// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/getkin/kin-openapi/routers"
)

// note remembers that an operation was answered with a status as described.
func (d *description) note(route *routers.Route, status int) {
	if route.Path != "" { // else it is no operation of the document
		d.seen.Store(occurrence(route.Method, route.Path, strconv.Itoa(status)), true)
	}
}

func occurrence(method, path, status string) string { return method + " " + path + ": " + status }

// Coverage is what the Checkers of this process have seen of the document so far: how many statuses of operations, and
// in order those that the document describes and nobody has seen.
func Coverage() (seen int, missed []string, err error) {
	d, err := loaded()
	if err != nil {
		return 0, nil, err
	}
	seen, missed = d.coverage()
	return seen, missed, nil
}

func (d *description) coverage() (seen int, missed []string) {
	for path, item := range d.doc.Paths.Map() {
		for method, operation := range item.Operations() {
			for status := range operation.Responses.Map() {
				name := occurrence(method, path, status)
				if _, there := d.seen.Load(name); there {
					seen++
				} else {
					missed = append(missed, fmt.Sprintf("%s (%s)", name, operation.OperationID))
				}
			}
		}
	}
	slices.Sort(missed)
	return seen, missed
}
