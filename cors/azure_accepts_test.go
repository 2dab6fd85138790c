// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"regexp"
	"strconv"
)

// azureOrigin is the pattern of an origin in Azure's published description, byte for byte. \: and \/ are : and /.
//
// https://github.com/Azure/azure-rest-api-specs, FhirServiceCorsConfiguration in healthcare-apis.json of 2024-03-31
var azureOrigin = regexp.MustCompile(`^(?:(?:(?:[hH][tT][tT][pP](?:[sS]|))\:\/\/(?:[a-zA-Z0-9-]+[.]?)+(?:\:[0-9]{1,5})?|[*]))$`)

// integer is one in the JSON Schema that such descriptions are written in: without a fraction and an exponent.
//
// https://json-schema.org/draft-04/draft-fge-json-schema-validation-00 section 3.5 of its core
var integer = regexp.MustCompile(`^-?(?:0|[1-9][0-9]*)$`)

// azureSettings are settings as Azure's description has them: nothing is required, a list may have any length and its
// items any value of their type, unknown properties are no fault. null is no value of any of them.
type azureSettings struct {
	lists       map[string][]string // origins, headers, methods
	credentials bool
	unknown     []string
}

// readAzure reports whether the description accepts the settings, a JSON value.
func readAzure(settings string) (s azureSettings, ok bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(settings), &members) != nil || members == nil {
		return s, false
	}
	s.lists = map[string][]string{}
	for name, value := range members {
		ok := true
		switch name {
		case "origins", "headers", "methods":
			s.lists[name], ok = azureList(name, value)
		case "maxAge":
			seconds, err := strconv.Atoi(string(value))
			ok = integer.Match(value) && err == nil && seconds >= 0 && seconds <= 99999
		case "allowCredentials":
			s.credentials, ok = string(value) == "true", string(value) == "true" || string(value) == "false"
		default:
			s.unknown = append(s.unknown, name)
		}
		if !ok {
			return s, false
		}
	}
	return s, true
}

func azureList(name string, value json.RawMessage) ([]string, bool) {
	var items []*string
	if json.Unmarshal(value, &items) != nil || items == nil {
		return nil, false
	}
	list := make([]string, len(items))
	for i, item := range items {
		if item == nil || name == "origins" && !azureOrigin.MatchString(*item) {
			return nil, false
		}
		list[i] = *item
	}
	return list, true
}

// anotherForm is the one class of settings that corsgate accepts and Azure's description does not.
const anotherForm = "maxAge with a fraction or an exponent"

// inAnotherForm reports whether the settings are such: Azure would accept the same number, written as an integer.
func inAnotherForm(settings string) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(settings), &members) != nil {
		return false
	}
	seconds, err := strconv.ParseFloat(string(members["maxAge"]), 64)
	if err != nil || seconds != float64(int(seconds)) || integer.Match(members["maxAge"]) {
		return false
	}
	members["maxAge"] = json.RawMessage(strconv.Itoa(int(seconds)))
	plain, err := json.Marshal(members)
	_, ok := readAzure(string(plain))
	return err == nil && ok
}
