// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"path/filepath"

	"github.com/corsgate/corsgate/internal/keyring"
)

type initCommand struct {
	Dir string `arg:"" help:"Directory for the files; it is made if it is not there. Nothing in it is overwritten."`
}

// Run makes what is absent and says what that was.
func (c initCommand) Run(io streams) error {
	made, err := keyring.Ensure(c.Dir, nil)
	if err != nil {
		return err
	}
	wroteEnv, err := keyring.WriteEnv(c.Dir)
	if err != nil {
		return err
	}
	if wroteEnv {
		made = append(made, keyring.EnvFile)
	}
	for _, name := range made {
		if _, err := fmt.Fprintln(io.out, "made", filepath.Join(c.Dir, name)); err != nil {
			return err
		}
	}
	if len(made) == 0 {
		_, err = fmt.Fprintln(io.out, "nothing to do: all files are there")
	}
	return err
}
