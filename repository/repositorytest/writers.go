// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

const (
	writerCount      = 8
	commitsPerWriter = 100
)

// writersAndFollower: whatever eight writers do at the same time to the same services, a follower misses no last
// state, never goes back, and ends equal to the store; and each commit has the next revision.
func writersAndFollower(t *testing.T, r *rig) {
	f := follow(t, r.watcher)
	start := f.cursor.Revision
	end := start + writerCount*commitsPerWriter
	revisions := make([][]repository.Revision, writerCount)
	var writers sync.WaitGroup
	for i := range writerCount {
		writers.Go(func() { revisions[i] = r.writeALot(t, i) })
	}
	for f.cursor.Revision < end && !t.Failed() {
		follow(t, r.watcher) // complains of a snapshot that is newer than its cursor
		f.reach(t, f.cursor.Revision+1)
	}
	writers.Wait()
	f.expectUpToDate(t)
	seen := map[repository.Revision]bool{}
	for _, list := range revisions {
		for _, revision := range list {
			seen[revision] = true
		}
	}
	for revision := start + 1; revision <= end; revision++ {
		if !seen[revision] {
			t.Errorf("no commit has revision %d", revision)
		}
	}
	expectSame(t, "the last revision", f.cursor.Revision, end)
}

// writeALot creates, changes and deletes services of its own and services that all writers share. Each call commits.
func (r *rig) writeALot(t *testing.T, writer int) []repository.Revision {
	random := rand.New(rand.NewPCG(1, uint64(writer))) // the same in each run
	var revisions []repository.Revision
	for i := range commitsPerWriter {
		name := fmt.Sprintf("shared%d", random.IntN(4))
		if random.IntN(3) == 0 {
			name = fmt.Sprintf("own%d-%d", writer, random.IntN(3))
		}
		deletes := random.IntN(4) == 0
		c, err := r.store.ChangeService(context.Background(), tenantA, at(name), someAudit(), func(old *repository.Service) (*repository.Service, error) {
			if deletes && old != nil {
				return nil, nil
			}
			return editing(at(name), func(s *repository.Service) {
				s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{Headers: []string{fmt.Sprintf("x-%d-%d", writer, i)}}}
			})(old)
		})
		if err != nil {
			t.Errorf("writer %d: %v", writer, err)
			return revisions
		}
		if n := len(revisions); n > 0 && revisions[n-1] >= c.Revision {
			t.Errorf("writer %d: revision %d after %d", writer, c.Revision, revisions[n-1])
		}
		revisions = append(revisions, c.Revision)
	}
	return revisions
}
