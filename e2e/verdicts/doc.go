// SPDX-License-Identifier: Apache-2.0

// Package verdicts compares package cors/browser with the browsers that it speaks for: the same page makes the same
// calls in a real Chromium and in a real Firefox, a server on the loopback gives prepared answers and writes down what
// arrives, and browser.Explain must have said it all before.
//
// It has no code but tests. They know the one package that they judge and nothing else of the project.
package verdicts
