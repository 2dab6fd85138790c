// SPDX-License-Identifier: Apache-2.0

package browser

// OriginOf is the serialized origin of an absolute http or https URL: lower case, Punycode, without the scheme's
// default port. The error is a *Problem; there is one for some URLs that browsers do take, but that no server can be
// called by: a port 0, a host that starts with a dot.
//
// https://url.spec.whatwg.org/#concept-url-origin
func OriginOf(rawURL string) (string, error) {
	t, problem := parseTarget(rawURL)
	if problem != nil {
		return "", problem
	}
	return t.origin, nil
}

// SerializeURL is an absolute http or https URL as browsers send it and write it in messages, without the fragment:
// "https://fhir.example.org" is "https://fhir.example.org/". The error is a *Problem.
//
// https://url.spec.whatwg.org/#concept-url-serializer
func SerializeURL(rawURL string) (string, error) {
	t, problem := parseTarget(rawURL)
	if problem != nil {
		return "", problem
	}
	return t.String(), nil
}

// CrossOrigin reports whether the URL is of another origin than the page. It is for an opaque origin, which is the same
// as no other, and for a URL that is none.
//
// https://html.spec.whatwg.org/multipage/browsers.html#same-origin
func (r *Request) CrossOrigin() bool {
	t, problem := parseTarget(r.URL)
	return problem != nil || t.origin != r.Origin
}
