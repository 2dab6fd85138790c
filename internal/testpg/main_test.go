// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(testpg.Tests{M: m}) }
