// SPDX-License-Identifier: Apache-2.0

// Package verdict judges a recorded soak: whether everything that was acknowledged is in the store, exactly once and in
// order, and whether each follower was at every step what the store had been at that revision, and ended as the store
// did. It is a function of the history and knows nothing else.
package verdict
