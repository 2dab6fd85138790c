// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// callFlags are the call of a page, for commands that say what becomes of it.
type callFlags struct {
	Origin      string   `required:"" placeholder:"ORIGIN" help:"Origin of the page, such as https://app.example.org; null is a sandboxed frame's."`
	Method      string   `placeholder:"METHOD" help:"Method of the call, as the page writes it; GET if there is none."`
	Header      []string `sep:"none" placeholder:"NAME:VALUE" help:"Header that the page sets; repeat the flag for more, or write one a line in the environment variable, where no other user of the machine can read a token."`
	Credentials bool     `help:"The page asks for credentials, as fetch does with credentials: \"include\"."`
	Browser     string   `enum:"chromium,firefox,fetch" default:"chromium" help:"Whose rules decide: chromium, firefox, or fetch for the standard."`
	Output      string   `enum:"text,json" default:"text" help:"How the result is printed: text or json."`
}

// request is the call as the browser's half of CORS sees it. bare says that a header may be given by its name alone.
func (c callFlags) request(url string, bare bool) (browser.Request, error) {
	request := browser.Request{
		Browser: browser.Profiles()[c.Browser], Origin: c.Origin, URL: url, Method: c.Method, Credentials: c.Credentials,
	}
	if request.Method == "" {
		request.Method = "GET"
	}
	lines := strings.FieldsFunc(strings.Join(c.Header, "\n"), func(r rune) bool { return r == '\n' })
	for i, line := range lines {
		header, ok := parseHeader(line, bare)
		if !ok {
			return request, &usageError{fmt.Errorf("--header number %d is not of the form name:value", i+1)}
		}
		request.Headers = append(request.Headers, header)
	}
	if err := checkRequest(&request); err != nil {
		return request, &usageError{err}
	}
	return request, nil
}

// checkRequest says in the words of the command line what no browser would send. A forbidden method is no mistake of
// that kind: the verdict says that it is blocked.
func checkRequest(request *browser.Request) error {
	all, isList := request.Check().(interface{ Unwrap() []error })
	if !isList {
		return nil
	}
	var texts []string
	for _, err := range all.Unwrap() {
		var p *browser.Problem
		if !errors.As(err, &p) {
			return err
		}
		if p.Field != "Method" || !browser.IsForbiddenMethod(request.Method) {
			texts = append(texts, nameFlag(p))
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return errors.New(strings.Join(texts, "\n"))
}

// nameFlag says which argument has a problem. What can hold a password or a token is not repeated.
func nameFlag(p *browser.Problem) string {
	name, value := "", " "+short(p.Value)
	switch p.Field {
	case "Origin", "Method":
		name = "--" + strings.ToLower(p.Field)
	case "URL":
		name = "the URL"
	default:
		var i int
		_, _ = fmt.Sscanf(p.Field, "Headers[%d]", &i)
		name, value = fmt.Sprintf("--header number %d", i+1), ""
	}
	if strings.Contains(value, "@") {
		value = ""
	}
	return fmt.Sprintf("%s%s %s. %s", name, value, plain(p.Reason), plain(p.Fix))
}

// checkHeaders refuses a --header of several lines, each of which would be a header of its own: that is for the
// environment variable, which has no other way to hold more than one.
func (a arguments) checkHeaders() error {
	for i, arg := range a {
		value, isFlag := strings.CutPrefix(arg, "--header=")
		if arg == "--header" && i+1 < len(a) {
			value, isFlag = a[i+1], true
		}
		if isFlag && strings.ContainsAny(value, "\r\n") {
			return &usageError{errors.New("--header: there is a line break in it; repeat the flag for more than one")}
		}
	}
	return nil
}

// parseHeader splits name and value. A name without a value gets one that needs permission, if any value does.
func parseHeader(line string, bare bool) (browser.Header, bool) {
	name, value, found := strings.Cut(line, ":")
	header := browser.Header{Name: strings.Trim(name, " \t"), Value: strings.Trim(value, " \t")}
	switch {
	case header.Name == "" || !found && !bare:
		return header, false
	case !found && strings.EqualFold(header.Name, "Accept"):
		header.Value = "application/fhir+json; profile=\"p\""
	case !found && (strings.EqualFold(header.Name, "Accept-Language") || strings.EqualFold(header.Name, "Content-Language")):
		header.Value = "en@latin"
	case !found && strings.EqualFold(header.Name, "Content-Type"):
		header.Value = "application/fhir+json"
	case !found:
		header.Value = "value"
	}
	return header, true
}
