// SPDX-License-Identifier: Apache-2.0

package cors

import (
	"syscall"
	"testing"
	"time"
)

// countCPU starts to count, and returns what reports the processor's time beside the clock's.
func countCPU(b *testing.B) (report func()) {
	b.ReportAllocs()
	begin := cpuTime(b)
	return func() { b.ReportMetric(float64(cpuTime(b)-begin)/float64(b.N), "cpu-ns/op") }
}

// cpuTime is what the process has used of its processors so far, collection of garbage included. Other programs cannot
// add to it, as they do to the time on the clock.
func cpuTime(t testing.TB) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
