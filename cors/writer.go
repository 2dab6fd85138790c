// SPDX-License-Identifier: Apache-2.0

package cors

import "sync"

// blockSize is for how many values memory is taken at a time: some ten to twenty answers.
const blockSize = 64

// Writer applies decisions as Decision.Apply does, and takes the memory for their values a block at a time, which is
// cheaper. No part of a block is given out twice: answers share memory that is next to each other, and no value. The zero
// Writer is ready, for any number of goroutines.
type Writer struct{ blocks sync.Pool }

// block is memory that is not given out yet.
type block struct{ free []string }

// Apply is Decision.Apply.
func (w *Writer) Apply(d *Decision, fields map[string][]string) {
	b, _ := w.blocks.Get().(*block)
	if b == nil {
		b = &block{}
	}
	count := d.fieldCount()
	if len(b.free) < count {
		b.free = make([]string, blockSize)
	}
	room := b.free[:0:count]
	b.free = b.free[count:]
	w.blocks.Put(b)
	d.write(fields, room)
}
