// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// release is set by the linker: see the Makefile.
var release = ""

type versionCommand struct{}

// Run prints one line.
func (versionCommand) Run(io streams) error {
	_, err := fmt.Fprintf(io.out, "corsgate %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is the release, or what the module proxy built it from.
func version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
