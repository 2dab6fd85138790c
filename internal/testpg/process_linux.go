// SPDX-License-Identifier: Apache-2.0

package testpg

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// lookupOwner returns whom the server's files and processes belong to. Postgres refuses to run as root.
func lookupOwner() (*owner, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		account, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &owner{uint32(uid), uint32(gid)}, nil
}

// runAs makes the command run as the owner.
func runAs(cmd *exec.Cmd, o *owner) {
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	if o != nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: o.uid, Gid: o.gid}
	}
}

// memoryDirectory is where temporary files live in memory, if there is room for those of a few servers.
func memoryDirectory() string {
	const dir, tmpfs, room = "/dev/shm", 0x01021994, 2 << 30
	var system syscall.Statfs_t
	if syscall.Statfs(dir, &system) != nil || system.Type != tmpfs || system.Bavail*uint64(system.Bsize) < room {
		return ""
	}
	return dir
}

// endWithParent makes the kernel signal the child when the thread ends that started it.
func endWithParent(cmd *exec.Cmd, signal syscall.Signal) { cmd.SysProcAttr.Pdeathsig = signal }

// freeze stops a process, so that it starts no more children, and returns it and its descendants in the order in which they
// can be killed: the last is the process, which sees nothing of the others' end.
func freeze(pid int) ([]int, error) {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil && !errors.Is(err, syscall.ESRCH) {
		return nil, err
	}
	// The signal may still be on its way.
	err := await("the process stands still", func(context.Context) (bool, error) {
		state, _ := stat(pid)
		return state == 'T' || !alive(pid), nil
	})
	if err != nil {
		return nil, err
	}
	family := []int{pid}
	entries, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well-formed
	for found := true; found; {
		found = false
		for _, entry := range entries {
			child, _ := strconv.Atoi(filepath.Base(entry))
			if _, parent := stat(child); slices.Contains(family, parent) && !slices.Contains(family, child) {
				family, found = append(family, child), true
			}
		}
	}
	slices.Reverse(family)
	return family, nil
}

// alive says whether a process runs. One that nobody has waited for yet does not.
func alive(pid int) bool {
	state, _ := stat(pid)
	return state != 0 && state != 'Z' && state != 'X'
}

// stat reads the state and the parent of a process; the state is 0 for one that is gone.
func stat(pid int) (state byte, parent int) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0
	}
	// The name, in parentheses, may hold anything.
	fields := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	if len(fields) < 2 {
		return 0, 0
	}
	parent, _ = strconv.Atoi(string(fields[1])) // the kernel writes numbers
	return fields[0][0], parent
}
