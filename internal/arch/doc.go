// SPDX-License-Identifier: Apache-2.0

// Package arch tests the directions of the project's imports: which of its packages may know which, and where third
// parties' libraries may be used. It holds no code of its own and must not be imported.
package arch
