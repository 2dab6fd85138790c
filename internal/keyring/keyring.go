// SPDX-License-Identifier: Apache-2.0

// Package keyring makes and reads the key files of the data directory: a certificate of a local CA for the management
// API, and the key that signs tokens.
//
// The CA is for one machine: its certificate is constrained to localhost and loopback addresses, and its key is
// forgotten as soon as it has signed, so that adding ca.pem to a trust store endangers no other name.
//
// The package must not know what is served or signed with the keys.
package keyring

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files that Ensure makes in the data directory, and .env, which WriteEnv makes.
const (
	CAFile       = "ca.pem"
	TLSCertFile  = "tls.pem"
	TLSKeyFile   = "tls.key"
	TokenKeyFile = "token.key"
	EnvFile      = ".env"
)

// Ensure makes dir and the key files where they are absent, and names those it made. It never overwrites one. The
// certificate is for localhost, 127.0.0.1, ::1 and hosts, which must be names under localhost or loopback addresses.
// The three TLS files belong together, so it is an error if only some of them exist.
func Ensure(dir string, hosts []string) (made []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data directory: %w", err)
	}
	makeTLS, err := tlsAbsent(dir)
	if err != nil {
		return nil, err
	}
	if makeTLS {
		files, err := newTLSFiles(hosts)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if err := writeNew(filepath.Join(dir, f.name), f.content, f.mode); err != nil {
				return made, err
			}
			made = append(made, f.name)
		}
	}
	path := filepath.Join(dir, TokenKeyFile)
	if there, err := exists(path); err != nil || there {
		return made, err
	}
	if err := writeTokenKey(path); err != nil {
		return made, err
	}
	return append(made, TokenKeyFile), nil
}

// tlsAbsent reports whether none of the three TLS files exists.
func tlsAbsent(dir string) (bool, error) {
	var present, missing []string
	for _, name := range []string{CAFile, TLSCertFile, TLSKeyFile} {
		there, err := exists(filepath.Join(dir, name))
		if err != nil {
			return false, err
		}
		if there {
			present = append(present, name)
		} else {
			missing = append(missing, name)
		}
	}
	if len(present) > 0 && len(missing) > 0 {
		return false, fmt.Errorf("%s has %s but not %s, which are made together: restore what is missing, or remove what is there to have all three made anew",
			dir, strings.Join(present, " and "), strings.Join(missing, " and "))
	}
	return len(present) == 0, nil
}

func writeTokenKey(path string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return fmt.Errorf("make a signing key: %w", err)
	}
	content, err := encodeKey(key)
	if err != nil {
		return err
	}
	return writeNew(path, content, 0o600)
}

// exists also counts a link that leads nowhere: whoever placed it meant something by it.
func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for a key file: %w", err)
	}
	return true, nil
}
