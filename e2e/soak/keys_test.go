// SPDX-License-Identifier: Apache-2.0

package soak

import (
	"fmt"

	"github.com/corsgate/corsgate/repository"
)

func groupKey() repository.Key { return repository.NewKey("sub", "group") }

func workspaceKey() repository.Key { return repository.NewKey("sub", "group", "soak") }

func serviceKey(name string) repository.Key {
	key := workspaceKey()
	key.Service = name
	return key
}

// services are the names of so many.
func services(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("s%03d", i)
	}
	return names
}

// labelsOf are the labels of services.
func labelsOf(services []string) []string {
	labels := make([]string, len(services))
	for i, name := range services {
		labels[i] = serviceKey(name).Label()
	}
	return labels
}
