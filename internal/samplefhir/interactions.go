// SPDX-License-Identifier: Apache-2.0

package samplefhir

import (
	"maps"
	"net/http"
	"strconv"
)

func (s *Server) create(w http.ResponseWriter, r *http.Request, at place) *failure {
	content, problem := readResource(r, at)
	if problem != nil {
		return problem
	}
	stored, problem := s.store.put(key{at.typeName, ""}, "", func(*resource) (object, *failure) { return content, nil })
	if problem != nil {
		return problem
	}
	s.writeVersion(w, r, http.StatusCreated, stored)
	return nil
}

func (s *Server) read(w http.ResponseWriter, r *http.Request, at place) *failure {
	found := s.store.get(key{at.typeName, at.id})
	if found == nil || at.kind == atVersion && at.version != strconv.Itoa(found.version) {
		return notFound("No such resource, or no longer this version.")
	}
	s.writeVersion(w, r, http.StatusOK, found)
	return nil
}

func (s *Server) update(w http.ResponseWriter, r *http.Request, at place) *failure {
	content, problem := readResource(r, at)
	if problem != nil {
		return problem
	}
	status := http.StatusOK
	stored, problem := s.store.put(key{at.typeName, at.id}, r.Header.Get("If-Match"), func(old *resource) (object, *failure) {
		if old == nil {
			status = http.StatusCreated
		}
		return content, nil
	})
	if problem != nil {
		return problem
	}
	s.writeVersion(w, r, status, stored)
	return nil
}

func (s *Server) patch(w http.ResponseWriter, r *http.Request, at place) *failure {
	if mediaType(r) != typeMergePatch {
		w.Header().Set("Accept-Patch", typeMergePatch)
		return unsupported("Send a patch as " + typeMergePatch + ".")
	}
	changes, problem := readObject(r)
	if problem != nil {
		return problem
	}
	stored, problem := s.store.put(key{at.typeName, at.id}, r.Header.Get("If-Match"), func(old *resource) (object, *failure) {
		if old == nil {
			return nil, notFound("No such resource.")
		}
		content, problem := parseObject(old.content)
		if problem != nil {
			return nil, problem
		}
		merged := mergePatch(content, changes)
		return merged, checkIdentity(merged, at)
	})
	if problem != nil {
		return problem
	}
	s.writeVersion(w, r, http.StatusOK, stored)
	return nil
}

func (s *Server) remove(w http.ResponseWriter, r *http.Request, at place) *failure {
	if problem := s.store.remove(key{at.typeName, at.id}, r.Header.Get("If-Match")); problem != nil {
		return problem
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) search(base, typeName string) object {
	found, total := s.store.list(typeName)
	entries := []any{}
	for _, r := range found {
		entries = append(entries, object{
			"fullUrl":  base + "/" + typeName + "/" + r.key.id,
			"resource": rawJSON(r.content),
			"search":   object{"mode": "match"},
		})
	}
	bundle := object{
		"resourceType": "Bundle",
		"type":         "searchset",
		"total":        total,
		"link":         []any{object{"relation": "self", "url": base + "/" + typeName}},
	}
	if len(entries) > 0 { // FHIR knows no empty arrays.
		bundle["entry"] = entries
	}
	return bundle
}

// mergePatch is the function of https://www.rfc-editor.org/rfc/rfc7396#section-2 for an object.
func mergePatch(target, patch object) object {
	merged := maps.Clone(target)
	if merged == nil {
		merged = object{}
	}
	for name, value := range patch {
		switch value := value.(type) {
		case nil:
			delete(merged, name)
		case object:
			inner, _ := merged[name].(object)
			merged[name] = mergePatch(inner, value)
		default:
			merged[name] = value
		}
	}
	return merged
}
