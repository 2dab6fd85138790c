// SPDX-License-Identifier: Apache-2.0

package e2e

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// canaries hands out marks that stand for secrets and patient data, and finds them again.
type canaries struct {
	mu      sync.Mutex
	secrets map[string]string // mark in lower case -> where it was put
}

// in returns a mark for a place in a request.
func (c *canaries) in(place string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	mark := fmt.Sprintf("canary7%dx", len(c.secrets))
	c.keep(mark, place)
	return mark
}

// keep adds a secret that was not made here.
func (c *canaries) keep(secret, place string) {
	if c.secrets == nil {
		c.secrets = map[string]string{}
	}
	c.secrets[strings.ToLower(secret)] = place
}

// search fails the test for each mark in the text.
func (c *canaries) search(t *testing.T, where, text string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	folded := strings.ToLower(text)
	for secret, place := range c.secrets {
		if at := strings.Index(folded, secret); at >= 0 {
			t.Errorf("%s holds what was sent in %s: …%s…", where, place, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// searchAnswer looks at the header of any answer, and at the body of those that are an error of the program's own.
func (c *canaries) searchAnswer(t *testing.T, what string, got answer) {
	t.Helper()
	var header bytes.Buffer
	if err := got.Header.Write(&header); err != nil {
		t.Error(err)
	}
	c.search(t, "the header of the answer to "+what, header.String())
	if got.Status >= http.StatusBadRequest {
		c.search(t, "the error that answers "+what, string(got.Body))
	}
}

// Whatever a request holds, no log line, metric, error or history repeats it.
func TestCanaries(t *testing.T) {
	t.Parallel()
	p := serve(t, initialize(t), inProduction("--log-level=debug", "--gateway-max-body=1000")...)
	c := &canaries{}
	operator := p.client(t, p.token(t, "operator"))
	c.keep(operator.token, "Authorization, a valid token")
	operator.createGroup(t)
	upstreams := canaryUpstreams(t, c)
	for label, url := range upstreams {
		operator.createService(t, "clinic", label, url)
		p.waitRevision(t, operator.putSettings(t, "clinic", label, allowed()))
	}
	operator.mustPut(t, serviceID("clinic", "strict")+"/providers/Corsgate.Fhir/gatewaySettings/default"+corsgateVersion,
		`{"properties":{"enforcement":"enforce"}}`)

	callAPI(t, p, c)
	callGateway(t, p, c)
	callRaw(t, p, c)

	callOperations(t, p, c)
	for label := range upstreams {
		c.search(t, "the history", p.run(t, "history", serviceID("clinic", label)))
	}
	p.stop(t)
	c.search(t, "stdout", p.stdout.String())
	c.search(t, "stderr", p.stderr.String())
	for _, kind := range []string{`"msg":"refused"`, `"msg":"upstream failed"`, `"msg":"api"`, `"level":"DEBUG"`, `"kind":"unsolicited response"`} {
		if !strings.Contains(p.stderr.String(), kind) {
			t.Errorf("no line of the log has %s: the test proves little", kind)
		}
	}
}

// callOperations reads what the operations port shows.
func callOperations(t *testing.T, p *program, c *canaries) {
	t.Helper()
	for _, path := range []string{"/metrics", "/readyz?x=" + c.in("a query of the operations port"), "/" + c.in("a path of the operations port")} {
		got, err := http.Get("http://" + p.ops + path)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		_, err = text.ReadFrom(got.Body)
		if err != nil || got.Body.Close() != nil || path == "/metrics" && !strings.Contains(text.String(), "corsgate_decisions_total") {
			t.Errorf("%s: %v\n%s", path, err, &text)
		}
		c.search(t, path, text.String())
	}
}
