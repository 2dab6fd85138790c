// SPDX-License-Identifier: Apache-2.0

package service

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/teststore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(teststore.Tests(m)) }
