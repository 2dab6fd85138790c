// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"fmt"
	"path/filepath"
	"strings"
)

// WriteEnv writes dir/.env with the settings that lead to the files of Ensure, as absolute paths, unless it exists. It
// reports whether it wrote one.
func WriteEnv(dir string) (made bool, err error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return false, fmt.Errorf("find the data directory: %w", err)
	}
	path := filepath.Join(absolute, EnvFile)
	if there, err := exists(path); err != nil || there {
		return false, err
	}
	var content strings.Builder
	for _, setting := range []struct{ name, value string }{
		{"CORSGATE_DATA_DIR", absolute},
		{"CORSGATE_API_TLS_CERT", filepath.Join(absolute, TLSCertFile)},
		{"CORSGATE_API_TLS_KEY", filepath.Join(absolute, TLSKeyFile)},
		{"CORSGATE_TOKEN_KEY", filepath.Join(absolute, TokenKeyFile)},
	} {
		value, err := quoteEnv(setting.value)
		if err != nil {
			return false, err
		}
		fmt.Fprintf(&content, "%s=%s\n", setting.name, value)
	}
	if err := writeNew(path, []byte(content.String()), 0o600); err != nil {
		return false, err
	}
	return true, nil
}

// quoteEnv leaves plain paths bare, because docker run --env-file takes quotes literally, and quotes others for the
// shell and for compose.
func quoteEnv(value string) (string, error) {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("/._-+:@%,=~", r)
	}
	if strings.IndexFunc(value, func(r rune) bool { return !plain(r) }) < 0 {
		return value, nil
	}
	if strings.ContainsAny(value, "'\r\n\x00") {
		return "", fmt.Errorf("the path %q has a quote or a line break, which no .env file can hold: use another directory", value)
	}
	return "'" + value + "'", nil
}
