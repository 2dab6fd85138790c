// SPDX-License-Identifier: Apache-2.0

//go:build race

package cors

// raceDetector slows some instructions more than others, so that no ratio of times means anything.
const raceDetector = true
