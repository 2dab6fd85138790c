// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"slices"
	"strings"
)

// text is the report for people. Whatever a server or a file says in it has passed plain or short.
func (r *report) text(colours bool) string {
	p := &page{}
	p.line("%s  %s %s from %s", r.headline(colours), plain(r.Request.Method), short(r.Request.URL), plain(r.Request.Origin))
	p.line("%s", plain(r.Reason))
	if r.Step != "" {
		p.line("Step of the standard: %s, %s", r.Step, r.StepLink)
	}
	r.writeSettings(p)
	for i, m := range r.Missing {
		p.item(i, "Missing:", "%s", short(missingText(m)))
	}
	for i, f := range r.Failures {
		p.item(i, "Why the settings refuse it:", "%s: %s %s", f.Reason, short(f.Message), short(f.Fix))
	}
	if r.FailuresOmitted > 0 {
		p.line("  and %d more", r.FailuresOmitted)
	}
	r.writeExchanges(p)
	if len(r.Readable) > 0 {
		p.section("The page can read:")
		p.line("  %s", short(strings.Join(r.Readable, ", ")))
	}
	if r.Preflighted && r.Outcome == allowed {
		p.section("The preflight's answer is remembered:")
		p.line("  %d seconds, for this URL", r.MaxAge)
	}
	r.writeConsole(p)
	if r.Change != nil {
		for i, text := range changeTexts(r.Change) {
			p.item(i, "Smallest change:", "%s", short(text))
		}
	}
	r.writeDefects(p)
	return p.String()
}

func (r *report) headline(colours bool) string {
	switch r.Outcome {
	case allowed:
		return paint("ALLOWED", green, colours)
	case blocked:
		return paint("BLOCKED", red, colours)
	}
	return paint("CANNOT TELL", yellow, colours)
}

func (r *report) writeSettings(p *page) {
	for i, f := range r.Problems {
		p.item(i, "Problems of the settings:", "%s %s: %s", f.Code, plain(f.Target), plain(strings.TrimSpace(f.Message+" "+f.Fix)))
	}
	for i, f := range r.Warnings {
		p.item(i, "Warnings:", "%s %s: %s", f.Code, plain(f.Target), plain(strings.TrimSpace(f.Message+" "+f.Fix)))
	}
}

func (r *report) writeExchanges(p *page) {
	if len(r.Exchanges) > 0 || r.NotSent != nil {
		p.section("Sent (>) and answered (<):")
	}
	p.exchanges(r.Exchanges)
	if r.NotSent != nil {
		p.line("  > %s %s (not sent)", plain(r.NotSent.Method), short(r.NotSent.URL))
	}
}

func (p *page) exchanges(list []reportExchange) {
	for _, e := range list {
		note := ""
		if e.Preflight {
			note = " (preflight)"
		}
		p.line("  > %s %s%s", plain(e.Method), short(e.URL), note)
		for _, header := range e.Sent {
			p.line("  > %s: %s", plain(header.Name), short(header.Value))
		}
		p.line("  < %d", e.Status)
		for _, header := range e.Answered {
			p.line("  < %s: %s", plain(header.Name), short(header.Value))
		}
	}
}

func (r *report) writeConsole(p *page) {
	if r.Console == (reportConsole{}) {
		return
	}
	p.section("In the browser's console:")
	if r.Console.Chromium != "" {
		p.line("  Chromium: %s", short(r.Console.Chromium))
	}
	if r.Console.Firefox != "" {
		p.line("  Firefox:  %s", short(r.Console.Firefox))
	}
}

func (r *report) writeDefects(p *page) {
	if r.Defects == nil || len(r.Exchanges) == 0 {
		return
	}
	if len(r.Probes) > 0 {
		p.section("Asked besides, to find defects:")
		p.exchanges(r.Probes)
	}
	note := ""
	if !slices.ContainsFunc(slices.Concat(r.Exchanges, r.Probes), func(e reportExchange) bool { return e.Preflight }) {
		note = " (no preflight was answered, so nothing is known of those)"
	}
	p.section(fmt.Sprintf("Defects of the server: %d%s", len(r.Defects), note))
	for _, d := range r.Defects {
		p.line("  %s", d.Code)
		p.line("    what: %s", short(d.What))
		p.line("    why:  %s", plain(d.Why))
		p.line("    fix:  %s", plain(d.Fix))
	}
}

// page is text that is being written.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

func (p *page) section(title string) { p.line("\n%s", title) }

// item writes an entry of a list, the first one below the list's title.
func (p *page) item(i int, title, format string, args ...any) {
	if i == 0 {
		p.section(title)
	}
	p.line("  "+format, args...)
}
