// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
)

//go:embed page
var pageFiles embed.FS

// page is what the sample page is told: where it may call, and where the CORS settings are that it has to do with.
type page struct {
	Services []string // base URLs of one service, as the browser reaches it through each gateway
	Settings string   // URL of the service's CORS settings in the management API; for the commands that it shows
}

func runPage(ctx context.Context, args []string, log io.Writer) error {
	var p page
	flags := newFlags("page", log)
	address := flags.String("listen", "127.0.0.1:3000", "address of the page")
	flags.StringVar(&p.Settings, "settings", "", "URL of the service's CORS settings, for the commands that the page shows")
	flags.Func("service", "base URL of the service as the browser sees it; once for each gateway", func(value string) error {
		u, err := url.Parse(value)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return errors.New("it is not of the form http://host[:port][/path]")
		}
		p.Services = append(p.Services, strings.TrimSuffix(value, "/"))
		return nil
	})
	if err := parse(flags, args, 0); err != nil {
		return err
	}
	if len(p.Services) == 0 {
		return fmt.Errorf("-service is missing: %w", errUsage)
	}
	handler, err := p.handler()
	if err != nil {
		return err
	}
	return serve(ctx, *address, handler, log)
}

// handler serves the page and its two files.
func (p page) handler() (http.Handler, error) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return nil, err
	}
	index, err := template.ParseFS(files, "index.html")
	if err != nil {
		return nil, err
	}
	var html strings.Builder
	if err := index.Execute(&html, p); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, html.String()) // who left does not need it
	})
	mux.Handle("GET /page.js", http.FileServerFS(files))
	mux.Handle("GET /page.css", http.FileServerFS(files))
	policy := p.policy()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		mux.ServeHTTP(w, r)
	}), nil
}

// policy allows the page to call the services and nothing else: https://www.w3.org/TR/CSP3/. A request that the policy
// stopped would look like one that CORS stopped, so the services are named by their origins, whatever the path.
func (p page) policy() string {
	policy := "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'none'; connect-src"
	for _, service := range p.Services {
		if u, err := url.Parse(service); err == nil { // runPage has looked
			policy += " " + u.Scheme + "://" + u.Host
		}
	}
	return policy
}
