// SPDX-License-Identifier: Apache-2.0

package main

import (
	"regexp"
	"slices"
	"strings"

	"github.com/corsgate/corsgate/cors/browser"
)

// notShown stands where a value can be a secret.
const notShown = "(not shown)"

// hidden stands for it while a text is being masked: no header and no URL has it.
const hidden = "\x00"

// masker takes out of texts what a server's redirects may hold: codes and tokens in queries and fragments, passwords in
// user information. What the caller has typed stays.
type masker struct {
	own []string
	raw *strings.Replacer
	url *regexp.Regexp
}

// newMasker knows the URL that the caller has typed and where the answers lead to.
func newMasker(own string, hops []hop) masker {
	m := masker{url: regexp.MustCompile(`[A-Za-z][A-Za-z0-9+.-]*://[^\s"'<>‘’“”]*[^\s"'<>‘’“”.,)]`)}
	sent := (&browser.Request{URL: own}).Actual().URL
	for _, url := range []string{own, sent} {
		query, _, _ := strings.Cut(tail(url), "#")
		m.own = append(m.own, tail(url), query)
	}
	var tails []string
	for _, h := range hops {
		for _, header := range h.Response.Headers {
			if t := tail(header.Value); strings.EqualFold(header.Name, "Location") && t != "" && !slices.Contains(m.own, t) {
				tails = append(tails, t)
			}
		}
	}
	slices.SortFunc(tails, func(a, b string) int { return len(b) - len(a) }) // no part of a longer one is left over
	var pairs []string
	for _, t := range tails {
		pairs = append(pairs, t, maskTail(t))
	}
	m.raw = strings.NewReplacer(pairs...)
	return m
}

// text masks what stands anywhere in a sentence.
func (m masker) text(text string) string {
	return strings.ReplaceAll(m.url.ReplaceAllStringFunc(m.raw.Replace(text), m.hide), hidden, notShown)
}

// one masks a URL, or the value of Location.
func (m masker) one(url string) string { return strings.ReplaceAll(m.hide(url), hidden, notShown) }

func (m masker) hide(url string) string {
	if t := tail(url); !slices.Contains(m.own, t) {
		url = strings.TrimSuffix(url, t) + maskTail(t)
	}
	if scheme, rest, found := strings.Cut(url, "//"); found && !strings.ContainsAny(scheme, "/?#") {
		end := strings.IndexAny(rest+"/", "/?#")
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			url = scheme + "//" + hidden + rest[at:]
		}
	}
	return url
}

// tail is the query and the fragment of a URL, with their marks.
func tail(url string) string { return url[strings.IndexAny(url+"#", "?#"):] }

// maskTail keeps the names of a query.
func maskTail(tail string) string {
	query, fragment, isMarked := strings.Cut(tail, "#")
	query, asks := strings.CutPrefix(query, "?")
	fields := strings.Split(query, "&")
	for i, field := range fields {
		if name, _, found := strings.Cut(field, "="); found {
			fields[i] = name + "=" + hidden
		} else if field != "" {
			fields[i] = hidden
		}
	}
	masked := strings.Join(fields, "&")
	if asks {
		masked = "?" + masked
	}
	if isMarked && fragment != "" {
		masked += "#" + hidden
	}
	return masked
}

// mask takes the secrets of a server's redirects out of the report.
func (r *report) mask(m masker) {
	r.Reason, r.Console.Chromium, r.Console.Firefox = m.text(r.Reason), m.text(r.Console.Chromium), m.text(r.Console.Firefox)
	for i := range r.Missing {
		r.Missing[i].Name = m.text(r.Missing[i].Name)
	}
	for _, list := range [][]reportExchange{r.Exchanges, r.Probes} {
		for i := range list {
			list[i].mask(m)
		}
	}
	if r.NotSent != nil {
		r.NotSent.URL = m.one(r.NotSent.URL)
	}
	if r.Change != nil {
		for i := range r.Change.Advice {
			r.Change.Advice[i] = m.text(r.Change.Advice[i])
		}
	}
}

func (e *reportExchange) mask(m masker) {
	e.URL = m.one(e.URL)
	for i, header := range e.Answered {
		if strings.EqualFold(header.Name, "Location") {
			e.Answered[i].Value = m.one(header.Value)
		}
	}
}
