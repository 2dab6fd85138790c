// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func ensure(t *testing.T, hosts ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	if _, err := Ensure(dir, hosts); err != nil {
		t.Fatal(err)
	}
	return dir
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, entry := range entries {
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[entry.Name()] = string(text)
	}
	return all
}

func TestEnsureMakesAllOnce(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "not", "yet")
	made, err := Ensure(dir, nil)
	if want := []string{CAFile, TLSCertFile, TLSKeyFile, TokenKeyFile}; err != nil || !slices.Equal(made, want) {
		t.Fatalf("made %v, %v, want %v", made, err, want)
	}
	before := contents(t, dir)
	if len(before) != 4 {
		t.Errorf("files %v, want four and no temporary ones", before)
	}
	for name, mode := range map[string]os.FileMode{"": os.ModeDir | 0o700, TLSKeyFile: 0o600, TokenKeyFile: 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != mode {
			t.Errorf("%q has mode %v (%v), want %v", name, info.Mode(), err, mode)
		}
	}
	keys := 0
	for _, text := range before {
		keys += strings.Count(text, "PRIVATE KEY-----") / 2
	}
	if keys != 2 {
		t.Errorf("%d private keys on disk, want those of TLS and tokens, not the CA's", keys)
	}
	if made, err := Ensure(dir, []string{"other.localhost"}); err != nil || len(made) > 0 {
		t.Errorf("second time: made %v, %v, want nothing", made, err)
	}
	for name, text := range contents(t, dir) {
		if before[name] != text {
			t.Errorf("%s was overwritten", name)
		}
	}
	if _, err := tls.LoadX509KeyPair(filepath.Join(dir, TLSCertFile), filepath.Join(dir, TLSKeyFile)); err != nil {
		t.Errorf("the certificate and its key do not match: %v", err)
	}
}

func TestEnsureAddsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		remove, made []string
		// refusal is part of the error.
		refusal string
	}{
		{name: "token key only", remove: []string{TokenKeyFile}, made: []string{TokenKeyFile}},
		{name: "TLS only", remove: []string{CAFile, TLSCertFile, TLSKeyFile}, made: []string{CAFile, TLSCertFile, TLSKeyFile}},
		{name: "no CA", remove: []string{CAFile}, refusal: "tls.pem and tls.key but not ca.pem"},
		{name: "no TLS key", remove: []string{TLSKeyFile}, refusal: "ca.pem and tls.pem but not tls.key"},
		{name: "CA only", remove: []string{TLSCertFile, TLSKeyFile}, refusal: "ca.pem but not tls.pem and tls.key"},
		{name: "partly, and no token key", remove: []string{TLSCertFile, TokenKeyFile}, refusal: "but not tls.pem"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := ensure(t)
			for _, name := range c.remove {
				if err := os.Remove(filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			}
			before := contents(t, dir)
			made, err := Ensure(dir, nil)
			if c.refusal == "" {
				if err != nil || !slices.Equal(made, c.made) {
					t.Errorf("made %v, %v, want %v", made, err, c.made)
				}
			} else if err == nil || !strings.Contains(err.Error(), c.refusal) || len(made) > 0 {
				t.Errorf("made %v, %v, want an error with %q", made, err, c.refusal)
			}
			after := contents(t, dir)
			for name, text := range before {
				if after[name] != text {
					t.Errorf("%s was overwritten", name)
				}
			}
			if c.refusal != "" && len(after) != len(before) {
				t.Errorf("files appeared although it refused: %d, want %d", len(after), len(before))
			}
		})
	}
}

func TestEnsureNeverFollowsALinkThatLeadsNowhere(t *testing.T) {
	t.Parallel()
	dir := ensure(t)
	path := filepath.Join(dir, TokenKeyFile)
	target := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if made, err := Ensure(dir, nil); err != nil || len(made) > 0 {
		t.Errorf("made %v, %v, want nothing", made, err)
	}
	if there, _ := exists(target); there {
		t.Error("a key was written where the link leads")
	}
}

func TestEnsureNeedsADirectory(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err := Ensure(path, nil); err == nil || len(made) > 0 {
		t.Errorf("made %v, %v, want an error", made, err)
	}
}

func TestWriteNewLosesNoRace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	results := make(chan error)
	for _, text := range []string{"a", "b", "c", "d"} {
		go func() { results <- writeNew(path, []byte(text), 0o600) }()
	}
	won := 0
	for range 4 {
		if <-results == nil {
			won++
		}
	}
	if files := contents(t, filepath.Dir(path)); won != 1 || len(files) != 1 || len(files["key"]) != 1 {
		t.Errorf("%d writers won, files %v, want one of each", won, files)
	}
}
