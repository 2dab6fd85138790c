// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
)

// process is a child that ends with the test binary.
type process struct {
	os     *os.Process
	exited chan struct{} // closed after err is set
	err    error
}

// startProcess starts a child that gets the signal if the test binary dies without its cleanups, as on a timeout.
func startProcess(cmd *exec.Cmd, orphaned syscall.Signal) (*process, error) {
	endWithParent(cmd, orphaned)
	p := &process{exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		// Linux takes the end of the starting thread for the end of the parent, so this one stays with the child.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		p.os = cmd.Process
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			close(p.exited)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// running says whether the process is there.
func (p *process) running() bool {
	if p == nil {
		return false
	}
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// killFamily kills the process and its descendants, and waits until all are gone. Those of a postmaster lead process
// groups of their own, so no signal reaches them together.
func (p *process) killFamily() error {
	family, err := freeze(p.os.Pid)
	if err != nil {
		return err
	}
	for _, pid := range family {
		child, err := os.FindProcess(pid)
		if err == nil {
			err = child.Kill()
		}
		if err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("kill %d: %w", pid, err)
		}
	}
	<-p.exited
	return await("the processes of the server are gone", func(context.Context) (bool, error) {
		for _, pid := range family {
			if alive(pid) {
				return false, nil
			}
		}
		return true, nil
	})
}
