// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"strconv"
	"sync/atomic"
)

const (
	subscription = "00000000-0000-0000-0000-000000000001"
	group        = "demo"
	workspace    = "bench"
	measured     = 32 // services that are read and changed
	version      = "?api-version=2024-03-31"
)

func serviceName(n int) string { return fmt.Sprintf("service-%d", n) }

const (
	groupPath     = "/subscriptions/" + subscription + "/resourceGroups/" + group
	workspacePath = groupPath + "/providers/Microsoft.HealthcareApis/workspaces/" + workspace
	servicesPath  = workspacePath + "/fhirservices"
)

func servicePath(n int) string { return servicesPath + "/" + serviceName(n) }

// The ages have four digits and are below what any browser would cut off, which would be a warning.
const leastAge, mostAge = 1000, 7200

// body is a service as clients of Azure send it. Its CORS settings differ in the age.
func body(age int) string {
	return fmt.Sprintf(`{"location":"westeurope","kind":"fhir-R4","tags":{"team":"cardiology","environment":"production"},`+
		`"properties":{"authenticationConfiguration":{"authority":"https://login.microsoftonline.com/%s",`+
		`"audience":"https://bench-service.fhir.example.org","smartProxyEnabled":false},"acrConfiguration":{},`+
		`"exportConfiguration":{},"publicNetworkAccess":"Enabled","corsConfiguration":{`+
		`"origins":["https://app.example.org","https://portal.example.org","http://localhost:3000"],`+
		`"headers":["authorization","content-type","prefer","if-match"],"methods":["GET","POST","PUT","PATCH","DELETE"],`+
		`"maxAge":%04d,"allowCredentials":false}}}`, subscription, age)
}

// message is a request as it goes over the wire.
func message(method, target, token, body string) []byte {
	length := ""
	if body != "" {
		length = "Content-Type: application/json\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n"
	}
	return []byte(method + " " + target + " HTTP/1.1\r\nHost: corsgate.example\r\nAccept: application/json\r\n" +
		"User-Agent: azsdk-go-armhealthcareapis/v2.1.0\r\nAuthorization: Bearer " + token + "\r\n" + length + "\r\n" + body)
}

// ages are the settings that requests change to, each other than the one before.
type ages struct{ last atomic.Int64 }

func (a *ages) next() int { return leastAge + int(a.last.Add(1)%(mostAge-leastAge)) }

// change is a PUT that sets another age each time. Its bytes belong to one client.
type change struct {
	ages    *ages
	message []byte
	digits  []byte // of the age, in the message
}

func newChange(a *ages, service int, token string) *change {
	message := message("PUT", servicePath(service)+version, token, body(leastAge))
	const behind = len(`,"allowCredentials":false}}}`)
	return &change{a, message, message[len(message)-behind-4 : len(message)-behind]}
}

func (c *change) next() []byte {
	strconv.AppendInt(c.digits[:0], int64(c.ages.next()), 10)
	return c.message
}
