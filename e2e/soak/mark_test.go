// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"fmt"

	"github.com/corsgate/corsgate/cors"
)

const (
	domain = "soak.example"
	// reader is an origin that may call every service.
	reader = "https://reader.example"
	// maxWrites is how many a writer can make: the number of each has to fit into maxAge.
	maxWrites = cors.MaxMaxAge / 10
)

// markOfWrite is the id of a write, and the mark of what it puts.
func markOfWrite(writer, number int) string { return fmt.Sprintf("w%d-n%d", writer, number) }

// settingsOf are settings of which each part says whose they are: the mark is an origin, and its numbers make the maxAge,
// which whoever may ask is told.
func settingsOf(writer, number int) cors.Settings {
	maxAge := writer*maxWrites + number
	return cors.Settings{Origins: []string{originOf(markOfWrite(writer, number)), reader}, Methods: []string{"GET"}, MaxAge: &maxAge}
}

func originOf(mark string) string { return "https://" + mark + ".example" }

// markOfAge is the inverse of the maxAge in settingsOf.
func markOfAge(maxAge int) string { return markOfWrite(maxAge/maxWrites, maxAge%maxWrites) }

// markOf is the mark of settings, or what is wrong with them if they are of no write.
func markOf(s cors.Settings) string {
	if s.MaxAge != nil && s.Equal(settingsOf(*s.MaxAge/maxWrites, *s.MaxAge%maxWrites)) {
		return markOfAge(*s.MaxAge)
	}
	return "of no write: " + s.String()
}
