// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"os/exec"
	"syscall"
)

// endWithParent makes the kernel end the child when the test binary dies without its cleanups, as on a timeout.
func endWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
