// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// readableReason says what an allowed call comes to.
func readableReason(status int) string {
	if status >= 400 {
		return fmt.Sprintf("The page can read the answer, which is an error (status %d).", status)
	}
	return fmt.Sprintf("The page can read the answer (status %d).", status)
}

// blockedReason says in a sentence what a step of the standard means for the caller.
func blockedReason(step browser.Step) string {
	switch step {
	case browser.StepScheme:
		return "The page may not call such a URL at all: no request is sent."
	case browser.StepPort:
		return "No browser calls this port: no request is sent."
	case browser.StepMethod:
		return "No page may use this method: no request is sent."
	case browser.StepPreflightStatus:
		return "The preflight is answered with an error."
	case browser.StepPreflightCORS:
		return "The preflight's answer does not let this origin in."
	case browser.StepPreflightList:
		return "The preflight's answer has a list that cannot be read."
	case browser.StepPreflightMethod:
		return "The preflight's answer does not allow the method."
	case browser.StepPreflightHeader:
		return "The preflight's answer does not allow every request header."
	case browser.StepPreflightMoved:
		return "The preflight is redirected, which no browser follows."
	case browser.StepCORSCheck:
		return "The answer does not let this origin read it."
	case browser.StepRedirect:
		return "The answer redirects to where no browser goes."
	}
	return "The browser blocks the call."
}

// missingText says in words what is missing.
func missingText(m reportMissing) string {
	switch m.Kind {
	case browser.MissingStatus:
		return "a status from 200 to 299, not " + m.Name
	case browser.MissingOrigin:
		return "Access-Control-Allow-Origin that names " + m.Name
	case browser.MissingCredentials:
		return "Access-Control-Allow-Credentials: true"
	case browser.MissingList:
		return m.Name + " that is a list of names"
	case browser.MissingMethod:
		return "Access-Control-Allow-Methods that names " + m.Name
	case browser.MissingHeader:
		return "Access-Control-Allow-Headers that names " + m.Name
	case browser.MissingScheme:
		return "an https URL"
	case browser.MissingPort:
		return "another port than " + m.Name
	case browser.MissingRedirect:
		return "an answer that does not redirect there"
	}
	return browser.Missing(m).String()
}

// changeTexts is the smallest change as sentences.
func changeTexts(c *browser.Change) []string {
	var list []string
	for _, part := range []struct {
		what    string
		entries []string
	}{{"origins", c.Origins}, {"methods", c.Methods}, {"headers", c.Headers}} {
		if len(part.entries) > 0 {
			list = append(list, "Add to "+part.what+": "+strings.Join(part.entries, ", "))
		}
	}
	if c.AllowCredentials {
		list = append(list, "Set allowCredentials to true")
	}
	return append(list, c.Advice...)
}
