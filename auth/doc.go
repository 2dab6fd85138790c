// SPDX-License-Identifier: Apache-2.0

// Package auth answers two questions: who is calling (a bearer token becomes a Principal), and may they (role
// assignments by scope, compared with an action on a resource id).
//
// It must not know of HTTP, of storage or of what an action does.
package auth
