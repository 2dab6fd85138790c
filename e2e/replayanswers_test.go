// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The transcripts hold no bodies, so these are ours; their size and coding are the transcripts'.
const (
	conformanceBody = `<Conformance xmlns="http://hl7.org/fhir"><fhirVersion value="0.0.82"/></Conformance>`
	outcomeBody     = `<OperationOutcome xmlns="http://hl7.org/fhir"><issue><severity value="error"/></issue></OperationOutcome>`
	resourceBody    = `{"resourceType":"Organization","name":"Good Health Clinic"}`
	fhirJSON        = "application/json+fhir; charset=utf-8"
	resourceETag    = `W/"1"`
)

// preflightAnswer is the recorded answer: the status line and every header line byte for byte, then a body of the
// announced length and coding.
func (r *replay) preflightAnswer(got received) []byte {
	lines := r.server.Response.Headers
	if r.server.Reflecting {
		lines = reflected(lines, got)
	}
	length, err := strconv.Atoi(header(lines, "Content-Length"))
	if err != nil {
		length = -1
	}
	var body []byte
	switch gzipped := header(lines, "Content-Encoding") == "gzip"; {
	case header(lines, "Transfer-Encoding") == "chunked":
		body = chunked(zip(conformanceBody, -1))
	case gzipped:
		body = zip(outcomeBody, length)
	case length > 0:
		body = []byte(strings.Repeat("O", length))
	}
	return append([]byte(head(r.server.Response.Status, lines)), body...)
}

// reflected is the answer that ASP.NET built for this request: the method and the headers asked, without the
// safelisted ones, in place of the recorded lines.
func reflected(lines [][2]string, got received) [][2]string {
	lines = slices.DeleteFunc(slices.Clone(lines), func(line [2]string) bool {
		return line[0] == "Access-Control-Allow-Headers"
	})
	at := 1 + slices.IndexFunc(lines, func(line [2]string) bool { return line[0] == "Access-Control-Allow-Origin" })
	var added [][2]string
	if method := got.header.Get("Access-Control-Request-Method"); !safelistedMethod(method) {
		added = append(added, [2]string{"Access-Control-Allow-Methods", method})
	}
	var names []string
	for name := range strings.SplitSeq(got.header.Get("Access-Control-Request-Headers"), ",") {
		if name = strings.TrimSpace(name); name != "" && !safelistedHeader(name) {
			names = append(names, name)
		}
	}
	if len(names) > 0 {
		added = append(added, [2]string{"Access-Control-Allow-Headers", strings.Join(names, ",")})
	}
	return slices.Insert(lines, at, added...)
}

func safelistedMethod(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodPost
}

// safelistedHeader knows the names that ASP.NET left out. Content-Type is not among them: the transcript lists it.
func safelistedHeader(name string) bool {
	return slices.Contains([]string{"origin", "accept", "accept-language", "content-language"}, strings.ToLower(name))
}

// actualAnswer has the CORS headers of the recording, as these servers sent them on everything, and what a FHIR
// client wants to read. Blaze refused all but GET.
func (r *replay) actualAnswer(got received) []byte {
	recorded := r.server.Response.Headers
	var lines [][2]string
	for _, line := range recorded {
		if strings.HasPrefix(line[0], "Access-Control-") || line[0] == "Server" || line[0] == "Vary" {
			lines = append(lines, line)
		}
	}
	if allow := header(recorded, "Allow"); allow != "" && got.method != http.MethodGet {
		lines = append(lines, [2]string{"Allow", allow}, [2]string{"Content-Length", "0"})
		return []byte(head(http.StatusMethodNotAllowed, lines))
	}
	status := http.StatusOK
	if got.method == http.MethodPost {
		status = http.StatusCreated
	}
	resource := strings.TrimPrefix(got.target, r.path)
	lines = append(lines,
		[2]string{"Content-Type", fhirJSON},
		[2]string{"Content-Length", strconv.Itoa(len(resourceBody))},
		[2]string{"ETag", resourceETag},
		[2]string{"Location", r.base + resource + "/_history/1"},
		[2]string{"Content-Location", r.base + resource + "/_history/1"},
	)
	return []byte(head(status, lines) + resourceBody)
}

// zip compresses text; a comment in the gzip header fills the result up to size bytes, where a size is given.
// https://www.rfc-editor.org/rfc/rfc1952#section-2.3
func zip(text string, size int) []byte {
	packed := pack(text, "")
	if missing := size - len(packed); missing > 0 {
		packed = pack(text, strings.Repeat(" ", missing-1)) // and the NUL that ends the comment
	}
	return packed
}

func pack(text, comment string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Comment = comment
	_, _ = w.Write([]byte(text)) // a bytes.Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

// chunked cuts body in two chunks: a reader that takes the first one for all of it would show.
func chunked(body []byte) []byte {
	var b bytes.Buffer
	half := len(body) / 2
	for _, chunk := range [][]byte{body[:half], body[half:]} {
		fmt.Fprintf(&b, "%x\r\n%s\r\n", len(chunk), chunk)
	}
	b.WriteString("0\r\n\r\n")
	return b.Bytes()
}
