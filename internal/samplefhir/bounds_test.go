// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"strconv"
	"sync"
	"testing"
)

func TestNumberOfResourcesIsBounded(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	for i := len(s.store.all); i < maxResources; i++ {
		if answer := ask(t, s, "POST", "/Basic", `{"resourceType":"Basic"}`); answer.Code != 201 {
			t.Fatalf("resource %d: %d", i, answer.Code)
		}
	}
	for _, c := range []struct {
		name, method, path, body string
		status                   int
	}{
		{"one more", "POST", "/Basic", `{"resourceType":"Basic"}`, 507},
		{"one more by PUT", "PUT", "/Basic/new", `{"resourceType":"Basic"}`, 507},
		{"update still works", "PUT", "/Basic/1", `{"resourceType":"Basic"}`, 200},
		{"delete makes room", "DELETE", "/Basic/1", "", 204},
		{"one more after that", "POST", "/Basic", `{"resourceType":"Basic"}`, 201},
	} {
		if answer := ask(t, s, c.method, c.path, c.body); answer.Code != c.status {
			t.Errorf("%s: %d %s, want %d", c.name, answer.Code, answer.Body, c.status)
		}
	}
}

func TestBytesAreBounded(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	const room = 4
	s.store.most = room * maxBody
	big := padded(maxBody)
	stored := 0
	for stored = 0; stored <= room; stored++ {
		if answer := ask(t, s, "POST", "/Patient", big); answer.Code == 507 {
			break
		}
	}
	if stored != room-1 { // The server adds id and meta to each.
		t.Errorf("%d of 1 MiB were stored", stored)
	}
	if answer := ask(t, s, "PUT", "/Patient/1", `{"resourceType":"Patient"}`); answer.Code != 200 {
		t.Errorf("making one smaller: %d", answer.Code)
	}
	if answer := ask(t, s, "POST", "/Patient", padded(maxBody/2)); answer.Code != 201 {
		t.Errorf("using the room: %d", answer.Code)
	}
	for id := range s.store.all {
		ask(t, s, "DELETE", "/"+id.typeName+"/"+id.id, "")
	}
	if s.store.bytes != 0 {
		t.Errorf("an empty store counts %d bytes", s.store.bytes)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := New(Options{Base: "http://sample.example"})
	if bundle := decode(t, ask(t, s, "GET", "/Basic", "")); bundle["total"] != 0.0 || bundle["entry"] != nil {
		t.Errorf("nothing found: %v", bundle)
	}
	for range maxEntries + 5 {
		ask(t, s, "POST", "/Basic", `{"resourceType":"Basic"}`)
	}
	bundle := decode(t, ask(t, s, "GET", "/Basic", ""))
	entries, _ := bundle["entry"].([]any)
	if bundle["resourceType"] != "Bundle" || bundle["type"] != "searchset" || bundle["total"] != maxEntries+5.0 || len(entries) != maxEntries {
		t.Fatalf("%v of %v with %d entries", bundle["resourceType"], bundle["total"], len(entries))
	}
	first, _ := entries[0].(object)
	content, _ := first["resource"].(object)
	if first["fullUrl"] != "http://sample.example/Basic/1" || content["resourceType"] != "Basic" || content["id"] != "1" {
		t.Errorf("first entry %v", first)
	}
}

func TestIDsPassOverTakenOnes(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	ask(t, s, "PUT", "/Patient/1", `{"resourceType":"Patient"}`)
	if answer := ask(t, s, "POST", "/Patient", `{"resourceType":"Patient"}`); decode(t, answer)["id"] != "2" {
		t.Errorf("created %s", answer.Body)
	}
}

func TestOnlyOneWriterMatches(t *testing.T) {
	t.Parallel()
	s := New(Options{})
	var wait sync.WaitGroup
	codes := make(chan int, 16)
	for i := range 16 {
		wait.Go(func() {
			codes <- ask(t, s, "PUT", "/Patient/example", `{"resourceType":"Patient","n":`+strconv.Itoa(i)+`}`, "If-Match", `W/"1"`).Code
		})
	}
	wait.Wait()
	close(codes)
	won := 0
	for code := range codes {
		if code == 200 {
			won++
		} else if code != 412 {
			t.Errorf("status %d", code)
		}
	}
	if won != 1 {
		t.Errorf("%d writers won, want 1", won)
	}
}

func TestMergePatchKeepsTheStored(t *testing.T) {
	t.Parallel()
	target := object{"a": object{"b": "c"}}
	merged := mergePatch(target, object{"a": object{"b": "d", "e": nil}, "f": object{"g": nil, "h": "i"}})
	inner, _ := target["a"].(object)
	if inner["b"] != "c" || len(target) != 1 {
		t.Errorf("the stored resource changed: %v", target)
	}
	if a, _ := merged["a"].(object); a["b"] != "d" || len(a) != 1 {
		t.Errorf("a = %v", merged["a"])
	}
	if f, _ := merged["f"].(object); f["h"] != "i" || len(f) != 1 {
		t.Errorf("f = %v", merged["f"])
	}
}
