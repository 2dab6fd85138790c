// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

func expectError(t testing.TB, doing string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got error %v, want %v", doing, got, want)
	}
}

func expectNil(t testing.TB, doing string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", doing, err)
	}
}

// expectSame compares deeply; show prints what %v would print as a pointer.
func expectSame(t testing.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, show(got), show(want))
	}
}

func show(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// plain is a service without what does not count: a time's zone, and the slice that a document lies in.
func plain(s *repository.Service) repository.Service {
	if s == nil {
		return repository.Service{}
	}
	c := *s
	c.Meta = plainMeta(c.Meta)
	c.CORS, c.Upstream, c.Gateway = plainPart(c.CORS), plainPart(c.Upstream), plainPart(c.Gateway)
	return c
}

func plainPart[T any](p *repository.Part[T]) *repository.Part[T] {
	if p == nil {
		return nil
	}
	return &repository.Part[T]{Value: p.Value, Meta: plainMeta(p.Meta)}
}

func plainMeta(m repository.Meta) repository.Meta {
	m.Created.At, m.Modified.At = m.Created.At.UTC().Round(0), m.Modified.At.UTC().Round(0)
	return m
}

func plainSubscription(s *repository.Subscription) repository.Workspace {
	return plainWorkspace((*repository.Workspace)(s))
}

func plainGroup(g *repository.Group) repository.Workspace {
	return plainWorkspace((*repository.Workspace)(g))
}

func plainWorkspace(w *repository.Workspace) repository.Workspace {
	if w == nil {
		return repository.Workspace{}
	}
	c := *w
	c.Meta = plainMeta(c.Meta)
	return c
}

// recorded is a record in an Entry's Before or After, as every store writes it.
type recorded struct {
	ID       string                                       `json:"id"`
	Location string                                       `json:"location"`
	Document json.RawMessage                              `json:"document"`
	Meta     repository.Meta                              `json:"meta"`
	CORS     *repository.Part[cors.Settings]              `json:"cors"`
	Upstream *repository.Part[repository.Upstream]        `json:"upstream"`
	Gateway  *repository.Part[repository.GatewaySettings] `json:"gateway"`
}

// expectRecorded checks the JSON of a service in the history against the service; nil is none.
func expectRecorded(t testing.TB, what string, text []byte, want *repository.Service) {
	t.Helper()
	if want == nil {
		if text != nil {
			t.Errorf("%s: got %s, want none", what, text)
		}
		return
	}
	var got recorded
	if err := json.Unmarshal(text, &got); err != nil {
		t.Errorf("%s: %v in %s", what, err, text)
		return
	}
	found := repository.Service{Key: want.Key, Tenant: want.Tenant, ID: got.ID, Location: got.Location, Document: got.Document,
		Meta: got.Meta, CORS: got.CORS, Upstream: got.Upstream, Gateway: got.Gateway, Revision: want.Revision}
	expectSame(t, what, plain(&found), plain(want))
}

// within fails the test if done is not closed soon.
func within(t testing.TB, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("%s: still waiting after %v", what, patience)
	}
}
