// SPDX-License-Identifier: Apache-2.0

package cors

// ExposedHeaders are the response headers that FHIR's RESTful API, bulk data and SMART clients read, and that a page
// may read beyond the safelisted ones: versions (ETag), where a created resource is (Location, Content-Location),
// progress of asynchronous work, and what to tell the server's operator.
//
// https://hl7.org/fhir/R4/http.html, https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
const ExposedHeaders = "ETag, Location, Content-Location, Last-Modified, Retry-After, X-Progress, X-Request-Id, " +
	"X-Correlation-Id, WWW-Authenticate, Link, Date, Allow, Warning, Content-Disposition"
