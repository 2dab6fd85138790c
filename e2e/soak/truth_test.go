// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/e2e/soak/history"
	"github.com/corsgate/corsgate/repository"
	"github.com/corsgate/corsgate/repository/postgres"
)

// readTruth reads what a store holds to which nobody writes.
func readTruth(ctx context.Context, url string, services []string) (truth *history.Truth, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	store, err := postgres.Open(url, postgres.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	snapshot, err := store.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	truth = &history.Truth{Cursor: cursorOf(snapshot.Cursor), Routes: map[string]string{}}
	for _, route := range snapshot.Routes {
		truth.Routes[route.Label] = markOf(route.Settings)
	}
	keys := []repository.Key{groupKey(), workspaceKey()}
	for _, name := range services {
		keys = append(keys, serviceKey(name))
	}
	if truth.Commits, err = readCommits(ctx, store, keys); err != nil {
		return nil, err
	}
	return truth, nil
}

// readers is how many records' histories are read at the same time.
const readers = 8

// readCommits reads the histories of all records, in order.
func readCommits(ctx context.Context, store *postgres.Store, keys []repository.Key) ([]history.Commit, error) {
	var (
		mu      sync.Mutex
		commits []history.Commit
		failed  error
		reading sync.WaitGroup
	)
	for part := range slices.Chunk(keys, len(keys)/readers+1) {
		reading.Go(func() {
			for _, key := range part {
				found, err := readHistory(ctx, store, key)
				mu.Lock()
				commits, failed = append(commits, found...), errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	reading.Wait()
	slices.SortFunc(commits, func(a, b history.Commit) int { return cmp.Compare(a.Revision, b.Revision) })
	return commits, failed
}

// readHistory reads the history of one record.
func readHistory(ctx context.Context, store *postgres.Store, key repository.Key) (commits []history.Commit, err error) {
	entries, err := store.History(ctx, scope, key, 0, math.MaxInt32)
	for _, entry := range entries {
		commit, unreadable := commitOf(key, entry)
		commits, err = append(commits, commit), errors.Join(err, unreadable)
	}
	return commits, err
}

// commitOf reads an entry of the audit table.
func commitOf(key repository.Key, entry repository.Entry) (history.Commit, error) {
	c := history.Commit{Revision: int64(entry.Revision), Write: entry.CorrelationID}
	if key.Service == "" {
		return c, nil
	}
	c.Label = key.Label()
	if entry.After == nil {
		return c, nil
	}
	var after struct{ CORS struct{ Value cors.Settings } }
	err := json.Unmarshal(entry.After, &after)
	c.Mark = markOf(after.CORS.Value)
	return c, err
}
