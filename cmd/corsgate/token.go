// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/corsgate/corsgate/auth"
	"github.com/corsgate/corsgate/internal/keyring"
)

// firstSubscription is the subscription that development data starts with.
const (
	firstSubscription  = "00000000-0000-0000-0000-000000000001"
	secondSubscription = "00000000-0000-0000-0000-000000000002"
)

type tokenCommand struct {
	dataFlags
	tokenFlags
	Role         string        `enum:"reader,contributor,operator" default:"contributor" help:"What the token allows: reader, contributor or operator."`
	Subscription string        `default:"00000000-0000-0000-0000-000000000001" help:"Subscription in which it allows that."`
	TTL          time.Duration `name:"ttl" default:"1h" help:"How long it is valid, at most 24h: it cannot be revoked."`
}

// Run prints the token and nothing else.
func (c tokenCommand) Run(io streams) error {
	if c.TTL <= 0 || c.TTL > auth.MaxTTL {
		return &usageError{fmt.Errorf("--ttl %s: use more than 0 and at most %s", c.TTL, auth.MaxTTL)}
	}
	path := c.TokenKey
	if path == "" {
		path = filepath.Join(c.DataDir, keyring.TokenKeyFile)
	}
	key, err := keyring.LoadSigner(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w; `corsgate init DIR` makes one, --data-dir or --token-key says where it is", err)
	}
	if err != nil {
		return err
	}
	token, err := auth.Issue(key, auth.Role(c.Role), c.Subscription, c.TTL, time.Now())
	if err != nil {
		return &usageError{err}
	}
	_, err = fmt.Fprintln(io.out, token)
	return err
}
