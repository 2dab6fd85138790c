// SPDX-License-Identifier: Apache-2.0

package testpg

// Alive says whether a process runs.
func Alive(pid int) bool { return alive(pid) }
