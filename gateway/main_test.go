// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"log"
	"log/slog"
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/corsgate/corsgate/internal/teststore"
	"github.com/corsgate/corsgate/telemetry"
)

// TestMain sends what net/http says to the standard logger where the program has to send it: a transport has no other,
// and quotes the upstream there.
func TestMain(m *testing.M) {
	log.SetOutput(telemetry.DropErrorLog(slog.New(slog.NewJSONHandler(os.Stderr, nil)), "net/http").Writer())
	goleak.VerifyTestMain(teststore.Tests(m))
}
