// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// resolveSecret completes a setting that may hold a password: its value can also stand in a file, and never on the
// command line. It says where the value is from, for messages, since the value itself must not be in any.
func resolveSecret(flag string, value *string, args arguments) (from string, err error) {
	variable := "CORSGATE_" + strings.ToUpper(strings.ReplaceAll(strings.TrimPrefix(flag, "--"), "-", "_"))
	if args.have(flag) && hasPassword(*value) {
		return "", fmt.Errorf("%s has a password in it, which every user of this machine can read in the process list; "+
			"set %s, or %s_FILE to a file that contains the URL", flag, variable, variable)
	}
	file := os.Getenv(variable + "_FILE")
	switch {
	case file == "":
		return flag, nil
	case *value != "":
		return "", fmt.Errorf("%s (or %s) and %s_FILE are both set; leave one out", flag, variable, variable)
	}
	if *value, err = readSecret(file); err != nil {
		return "", fmt.Errorf("%s_FILE: %w", variable, err)
	}
	return variable + "_FILE", nil
}

// readSecret reads a file up to its last line break. Its errors do not quote the path: people put the secret there.
func readSecret(path string) (string, error) {
	content, err := os.ReadFile(path)
	if wrapped := (*fs.PathError)(nil); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if err != nil {
		return "", fmt.Errorf("cannot read the file: %w", err)
	}
	text := strings.TrimSuffix(strings.TrimSuffix(string(content), "\n"), "\r")
	if text == "" {
		return "", errors.New("the file is empty")
	}
	return text, nil
}

// have reports whether a flag stands on the command line.
func (a arguments) have(flag string) bool {
	return slices.ContainsFunc(a, func(arg string) bool { return arg == flag || strings.HasPrefix(arg, flag+"=") })
}

// redact takes arguments with passwords out of a message. They were visible already, but not in the log.
//
// An argument that nobody expects is not repeated either, unless it is the command: half of a token that was not quoted
// ends up there.
func (a arguments) redact(message string) string {
	const unexpected = "unexpected argument "
	for i, arg := range a {
		if rest, found := strings.CutPrefix(message, unexpected+arg); i > 0 && arg != "" && found && (rest == "" || rest[0] == ',') {
			message = unexpected + "(not repeated: number " + strconv.Itoa(i+1) + ")"
		}
	}
	for _, arg := range a {
		if hasPassword(arg) {
			message = strings.ReplaceAll(message, arg, "(not repeated: there is a password in it)")
		}
	}
	return message
}

// hasPassword knows the places in which a connection string can have one: user information, query and keywords.
func hasPassword(connection string) bool {
	if strings.Contains(strings.ToLower(connection), "password=") {
		return true
	}
	if u, err := url.Parse(connection); err == nil && u.Opaque == "" {
		_, has := u.User.Password()
		return has || u.Query().Has("password")
	}
	// Malformed, or of the form user:pass@host.
	_, rest, found := strings.Cut(connection, "://")
	if !found {
		rest = connection
	}
	at := strings.LastIndex(rest, "@")
	return at >= 0 && strings.Contains(rest[:at], ":")
}
