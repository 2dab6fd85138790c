// SPDX-License-Identifier: Apache-2.0

//go:build !linux

package testpg

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// lookupOwner returns nobody: elsewhere tests run as an ordinary user.
func lookupOwner() (*owner, error) { return nil, nil }

// runAs does nothing.
func runAs(*exec.Cmd, *owner) {}

// memoryDirectory is nowhere: elsewhere there is none that one can count on.
func memoryDirectory() string { return "" }

// claim and sweep do nothing: the system empties its temporary directory.
func claim(string) (*os.File, error) { return nil, nil }
func sweep(string)                   {}

// endWithParent does nothing: only Linux offers it.
func endWithParent(*exec.Cmd, syscall.Signal) {}

// freeze returns a process and its children in the order in which they can be killed: the first is the process, so
// that it does not act on the others' end. A child that it missed ends by itself when it misses the process.
func freeze(pid int) ([]int, error) {
	output, _ := exec.Command("ps", "-A", "-o", "pid=,ppid=").Output() // without it, the children end by themselves
	family := []int{pid}
	for line := range strings.Lines(string(output)) {
		fields := strings.Fields(line)
		if len(fields) != 2 || fields[1] != strconv.Itoa(pid) {
			continue
		}
		if child, err := strconv.Atoi(fields[0]); err == nil {
			family = append(family, child)
		}
	}
	return family, nil
}

// alive says whether a process is there.
func alive(pid int) bool {
	process, err := os.FindProcess(pid)
	return err == nil && process.Signal(syscall.Signal(0)) == nil
}
