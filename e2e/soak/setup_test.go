// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"os"
	"testing"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/postgres"
)

// directory is where the histories go. They stay if the test fails.
func directory(t *testing.T) string {
	t.Helper()
	if *soakDir != "" {
		dir, err := os.MkdirTemp(*soakDir, t.Name()+"-")
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	dir, err := os.MkdirTemp("", "corsgate-soak-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the recorded histories are in %s", dir)
		} else if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// open opens a store as the API does.
func (s *soak) open(user string) *postgres.Store {
	s.Helper()
	store, err := postgres.Open(s.cluster.url(user), postgres.Options{})
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() {
		if err := store.Close(); err != nil {
			s.Error(err)
		}
	})
	return store
}

// stores are those of so many writers, as if they were clients of two API processes.
func (s *soak) stores(writers int) []changer {
	s.Helper()
	stores := []changer{s.open(apiUser), s.open(apiUser)}
	var list []changer
	for i := range writers {
		list = append(list, stores[i%len(stores)])
	}
	return list
}

// furnish makes group and workspace, which are the first two commits.
func (s *soak) furnish() {
	s.Helper()
	log, err := history.LogWrites(s.dir, "operator")
	if err != nil {
		s.Fatal(err)
	}
	audit := repository.Audit{Principal: "operator", CorrelationID: "group", Action: "soak/write", At: time.Now()}
	_, err = s.store.ChangeGroup(s.Context(), scope, groupKey(), audit, func(*repository.Group) (*repository.Group, error) {
		return &repository.Group{ID: "/group", Location: "westeurope", Document: []byte("{}")}, nil
	})
	if err != nil {
		s.Fatal(err)
	}
	log.Add(history.Write{ID: "group", End: s.clock(), Outcome: history.Acknowledged, Revision: 1})
	audit.CorrelationID = "workspace"
	_, err = s.store.ChangeWorkspace(s.Context(), scope, workspaceKey(), audit,
		func(*repository.Workspace) (*repository.Workspace, error) {
			return &repository.Workspace{ID: "/workspace", Location: "westeurope", Document: []byte("{}")}, nil
		})
	if err != nil {
		s.Fatal(err)
	}
	log.Add(history.Write{ID: "workspace", End: s.clock(), Outcome: history.Acknowledged, Revision: 2})
	if err := log.Close(); err != nil {
		s.Fatal(err)
	}
}
