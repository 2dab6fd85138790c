// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/corsgate/corsgate/e2e/soak/history"
)

// follower is one that runs as a process of its own.
type follower struct {
	name  string
	bug   bug
	cmd   *exec.Cmd
	stdin io.Closer

	mu     sync.Mutex
	cursor history.Cursor
	hint   chan struct{} // after each step
	done   chan struct{} // closed when the process has ended, after err is set
	err    error
}

// startFollower starts this test binary as a follower, and writes down what it prints.
func startFollower(t *testing.T, s *soak, name string, b bug) *follower {
	t.Helper()
	config, err := json.Marshal(followerConfig{URL: s.cluster.url(gatewayUser), Saved: filepath.Join(t.TempDir(), "table"),
		Labels: labelsOf(s.services), Bug: b})
	if err != nil {
		t.Fatal(err)
	}
	f := &follower{name: name, bug: b, cmd: exec.Command(os.Args[0]), hint: make(chan struct{}, 1), done: make(chan struct{})}
	f.cmd.Env = append(os.Environ(), followerVariable+"="+string(config))
	err = f.start(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(f.close)
	return f
}

func (f *follower) start(dir string) error {
	log, err := os.Create(filepath.Join(dir, f.name+".log"))
	if err != nil {
		return err
	}
	defer func() { _ = log.Close() }() // the process has its own descriptor
	f.cmd.Stderr = log
	stdin, err := f.cmd.StdinPipe() // it ends when this process does, and so does the follower
	if err != nil {
		return err
	}
	f.stdin = stdin
	stdout, err := f.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	steps, err := history.LogSteps(dir, f.name)
	if err != nil {
		return err
	}
	if err := f.cmd.Start(); err != nil {
		return errors.Join(err, steps.Close())
	}
	go func() {
		err := f.copy(stdout, steps)
		f.err = errors.Join(err, steps.Close(), f.cmd.Wait())
		close(f.done)
	}()
	return nil
}

// copy writes down the steps and keeps in mind where they lead.
func (f *follower) copy(from io.Reader, to *history.Log) error {
	lines := json.NewDecoder(bufio.NewReader(from))
	for {
		var step history.Step
		if err := lines.Decode(&step); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		to.Add(step)
		if step.Kind != history.Snapshot && step.Kind != history.Changes {
			continue
		}
		f.mu.Lock()
		f.cursor = step.Cursor
		f.mu.Unlock()
		select {
		case f.hint <- struct{}{}:
		default:
		}
	}
}

// reach waits until the follower serves what the store had at a cursor, or later in the same epoch.
func (f *follower) reach(ctx context.Context, target history.Cursor) error {
	for {
		f.mu.Lock()
		now := f.cursor
		f.mu.Unlock()
		if now.Epoch == target.Epoch && now.Revision >= target.Revision {
			return nil
		}
		select {
		case <-f.hint:
		case <-f.done:
			return fmt.Errorf("follower %s ended by itself: %v", f.name, f.err)
		case <-ctx.Done():
			return fmt.Errorf("follower %s is at %v, the store was at %v", f.name, now, target)
		}
	}
}

// close lets it write down what it serves in the end, and waits until it has ended.
func (f *follower) close() {
	_ = f.stdin.Close() // it may be closed already, or have ended by itself
	select {
	case <-f.done:
	case <-time.After(patience):
		_ = f.cmd.Process.Kill() // then it has not written its last step, which is told
		<-f.done
	}
}
