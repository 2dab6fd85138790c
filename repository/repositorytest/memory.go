// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"runtime"
	"sync/atomic"
	"time"
)

// PeakOf is how much of Go's memory work uses at most, if nothing else runs beside it. Garbage counts until it is collected.
func PeakOf(work func()) uint64 {
	runtime.GC()
	start := inUse()
	var peak atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(2 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				peak.Store(max(peak.Load(), inUse()))
			case <-stop:
				return
			}
		}
	}()
	work()
	close(stop)
	<-stopped
	return max(peak.Load(), start) - start
}

func inUse() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
