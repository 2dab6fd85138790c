// SPDX-License-Identifier: Apache-2.0

package api

// patchCase is what becomes of the properties of a FHIR service.
type patchCase struct {
	before, patch string
	// after is "" if the patch is refused for what is at the target.
	after, target string
}

// mergePatches are the examples of RFC 7396, appendix A, with names and values that a service has, and more.
func mergePatches() map[string]patchCase {
	const exports, imports = `"exportConfiguration":`, `"importConfiguration":`
	const overrides = `"resourceVersionPolicyConfiguration":{"resourceTypeOverrides":`
	const smart = `"smartIdentityProviders":[{"authority":"https://a.example","applications":[{"clientId":"c","audience":"a","allowedDataActions":["Read"]}]}]`
	return map[string]patchCase{
		"a value for a value":         {`{` + exports + `{"storageAccountName":"b"}}`, `{` + exports + `{"storageAccountName":"c"}}`, `{` + exports + `{"storageAccountName":"c"}}`, ""},
		"one more":                    {`{` + imports + `{"enabled":true}}`, `{` + imports + `{"initialImportMode":false}}`, `{` + imports + `{"enabled":true,"initialImportMode":false}}`, ""},
		"null removes":                {`{"publicNetworkAccess":"Enabled"}`, `{"publicNetworkAccess":null}`, `{}`, ""},
		"null removes one of two":     {`{` + imports + `{"enabled":true,"initialImportMode":true}}`, `{` + imports + `{"enabled":null}}`, `{` + imports + `{"initialImportMode":true}}`, ""},
		"a value for a list":          {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":"c"}}`, "", "properties.acrConfiguration.loginServers"},
		"a list for a value":          {`{"publicNetworkAccess":"Enabled"}`, `{"publicNetworkAccess":["Enabled"]}`, "", "properties.publicNetworkAccess"},
		"an object for a list":        {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":{"b":"c"}}}`, "", "properties.acrConfiguration.loginServers"},
		"below":                       {`{` + overrides + `{"B":"versioned"}}}`, `{` + overrides + `{"B":"no-version","C":null}}}`, `{` + overrides + `{"B":"no-version"}}}`, ""},
		"a list for a list":           {`{"acrConfiguration":{"loginServers":["b","c"]}}`, `{"acrConfiguration":{"loginServers":["d"]}}`, `{"acrConfiguration":{"loginServers":["d"]}}`, ""},
		"a list of objects":           {`{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","imageName":"b"}]}}`, `{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`, `{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`, ""},
		"a list and an empty list":    {`{"acrConfiguration":{"loginServers":["b"]}}`, `{"acrConfiguration":{"loginServers":[]}}`, `{"acrConfiguration":{"loginServers":[]}}`, ""},
		"null in a list":              {`{}`, `{"acrConfiguration":{"loginServers":["a",null]}}`, "", "properties.acrConfiguration.loginServers[1]"},
		"null in an object of a list": {`{}`, `{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","digest":null}]}}`, "", "properties.acrConfiguration.ociArtifacts[0].digest"},
		"null in an object of a list that is there": {`{"acrConfiguration":{"ociArtifacts":[{"digest":"d"}]}}`,
			`{"acrConfiguration":{"ociArtifacts":[{"loginServer":"a","digest":null}]}}`, "", "properties.acrConfiguration.ociArtifacts[0].digest"},
		"half an object in a list":   {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"smartIdentityProviders":[{"authority":"https://b.example"}]}}`, "", "properties.authenticationConfiguration.smartIdentityProviders[0].applications"},
		"a list of one kind kept":    {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"audience":"x"}}`, `{"authenticationConfiguration":{"audience":"x",` + smart + `}}`, ""},
		"null for a list":            {`{"authenticationConfiguration":{` + smart + `}}`, `{"authenticationConfiguration":{"smartIdentityProviders":null}}`, `{"authenticationConfiguration":{}}`, ""},
		"objects that were not":      {`{}`, `{"encryption":{"customerManagedKeyEncryption":{"keyEncryptionKeyUrl":null}}}`, `{"encryption":{"customerManagedKeyEncryption":{}}}`, ""},
		"null for an object":         {`{"encryption":{"customerManagedKeyEncryption":{}}}`, `{"encryption":null}`, `{}`, ""},
		"null for what is not there": {`{}`, `{"encryption":null,"exportConfiguration":null}`, `{}`, ""},
		"nothing":                    {`{"publicNetworkAccess":"Enabled"}`, `{}`, `{"publicNetworkAccess":"Enabled"}`, ""},
		"read-only":                  {`{}`, `{"provisioningState":"Failed","eventState":"Enabled","privateEndpointConnections":[{"id":"x"}]}`, `{}`, ""},
		"unknown":                    {`{}`, `{"unknown":null}`, "", "properties.unknown"},
		"settings that were not":     {`{}`, `{"corsConfiguration":{"origins":["*"],"maxAge":null}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"one setting":                {`{"corsConfiguration":{"origins":["https://a.example"],"headers":["x-a"],"maxAge":5}}`, `{"corsConfiguration":{"origins":["https://b.example"]}}`, `{"corsConfiguration":{"origins":["https://b.example"],"headers":["x-a"],"maxAge":5}}`, ""},
		"null for a setting":         {`{"corsConfiguration":{"origins":["*"],"maxAge":5}}`, `{"corsConfiguration":{"maxAge":null}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"null for all settings":      {`{"corsConfiguration":{"origins":["*"]}}`, `{"corsConfiguration":null}`, `{}`, ""},
		"no setting":                 {`{"corsConfiguration":{"origins":["*"]}}`, `{"corsConfiguration":{}}`, `{"corsConfiguration":{"origins":["*"]}}`, ""},
		"empty settings":             {`{"corsConfiguration":{}}`, `{"publicNetworkAccess":"Enabled"}`, `{"corsConfiguration":{},"publicNetworkAccess":"Enabled"}`, ""},
		"odd text stays":             {`{"corsConfiguration":{"methods":["M-SEARCH"]},"exportConfiguration":{"storageAccountName":"<&>\u2028é\ud83d\ude00\\\""}}`, `{"publicNetworkAccess":"Enabled"}`, `{"corsConfiguration":{"methods":["M-SEARCH"]},"exportConfiguration":{"storageAccountName":"<&>\u2028é\ud83d\ude00\\\""},"publicNetworkAccess":"Enabled"}`, ""},
	}
}
