// SPDX-License-Identifier: Apache-2.0

package arch

const module = "github.com/corsgate/corsgate"

// anyone are the packages that everybody may import, the domain and the shapes of the wire excepted.
func anyone() []string { return []string{"internal/netguard", "telemetry"} }

// pure packages import none of ours that is not named in mayImport, not even those that anyone may.
func pure() []string {
	return []string{"cors", "cors/browser", "cors/browser/lint", "arm", "arm/shape", "internal/netguard", "internal/spelling", "telemetry"}
}

// mayImport says which of our packages a package may import. A package that is not here needs a rule before it can
// exist; the exceptions are cmd and bench, which plug everything together. The root package is ".".
func mayImport() map[string][]string {
	return map[string][]string{
		".":                         {},
		"cors":                      {"internal/spelling"},
		"cors/browser":              {"cors"},
		"cors/browser/lint":         {"cors/browser", "cors"},
		"arm":                       {},
		"arm/shape":                 {"arm", "internal/spelling"},
		"auth":                      {"arm", "repository"},
		"repository":                {"cors"},
		"repository/repositorytest": {"repository", "cors"},
		"repository/postgres":       {"repository", "cors", "migrations", "internal/bell"},
		"repository/sqlite":         {"repository", "cors", "migrations", "internal/bell"},
		"repository/stream":         {"repository", "cors"},
		"repository/remote":         {"repository", "repository/stream", "cors"},
		"migrations":                {},
		"service":                   {"cors", "arm", "auth", "repository"},
		"api":                       {"service", "cors", "arm", "arm/shape", "auth", ".", "repository", "repository/stream", "internal/forwarded", "internal/spelling"},
		"portal":                    {"service", "cors", "arm", "auth", ".", "repository", "repository/stream", "internal/forwarded"},
		"gateway":                   {"cors", "repository", "internal/forwarded"},
		"telemetry":                 {},
		"internal/netguard":         {},
		"internal/entra":            {"auth"},
		"internal/forwarded":        {},
		"internal/keyring":          {},
		"internal/samplefhir":       {},
		"internal/testpg":           {},
		"internal/teststore":        {"internal/testpg", "repository", "repository/postgres", "repository/sqlite"},
		"internal/contract":         {"."},
		"internal/arch":             {},
		"internal/bell":             {},
		"internal/spelling":         {},
		"e2e":                       {},
		"e2e/verdicts":              {"cors/browser"},
		"e2e/soak":                  {},
		"e2e/soak/history":          {},
		"e2e/soak/verdict":          {"e2e/soak/history"},
		"e2e/soak/oracle":           {"e2e/soak/history", "e2e/soak/verdict"},
	}
}

// where says in which of our packages a library may be used. The key is the beginning of its import paths.
func where() map[string][]string {
	return map[string][]string{
		"github.com/gin-gonic/gin":                               {"api"},
		"modernc.org/sqlite":                                     {"repository/sqlite"},
		"github.com/jackc/pgx":                                   {"repository/postgres", "internal/testpg"},
		"database/sql":                                           {"repository/sqlite"},
		"github.com/golang-migrate/migrate":                      {"migrations", "repository/sqlite", "repository/postgres"},
		"github.com/go-jose":                                     {"auth", "internal/entra", "internal/keyring"},
		"github.com/hashicorp/golang-lru":                        {"api", "auth"},
		"github.com/alecthomas/kong":                             {"cmd/corsgate"},
		"github.com/Azure/azure-sdk-for-go":                      {"arm", "arm/shape"},
		"github.com/getkin/kin-openapi":                          {"internal/contract"},
		"github.com/prometheus/client_golang":                    {"telemetry", "api", "gateway", "cmd/corsgate"},
		"github.com/go-json-experiment/json":                     {"api", "arm/shape", "cmd/corsgate", "repository", "repository/sqlite", "repository/postgres"},
		"net/http/httptest":                                      {"internal/contract"},
		"testing":                                                {"internal/contract", "internal/testpg", "internal/teststore", "repository/repositorytest"},
		"github.com/jub0bs/cors":                                 {},
		"github.com/rs/cors":                                     {},
		"github.com/corsgate/corsgate/bench":                     {},
		"github.com/corsgate/corsgate/e2e":                       {"e2e/soak/verdict", "e2e/soak/oracle"},
		"github.com/corsgate/corsgate/cmd":                       {},
		"github.com/corsgate/corsgate/internal/testpg":           {"internal/teststore"},
		"github.com/corsgate/corsgate/internal/teststore":        {},
		"github.com/corsgate/corsgate/internal/contract":         {},
		"github.com/corsgate/corsgate/repository/repositorytest": {},
		"unsafe": {},
		"C":      {},
	}
}

// outside is all that a package may import from outside the standard library and the project.
func outside() map[string][]string {
	return map[string][]string{
		"cors":              {"golang.org/x/net"},
		"cors/browser":      {"golang.org/x/net"},
		"cors/browser/lint": {},
		"repository":        {"github.com/go-json-experiment/json"},
		"service":           {},
		"gateway":           {"github.com/prometheus/client_golang", "github.com/google/uuid", "golang.org/x/net"},
	}
}

// forbiddenStandard are packages of the standard library that a pure package has no business with.
func forbiddenStandard() map[string][]string {
	return map[string][]string{
		"cors":              {"os", "net", "log", "log/slog", "time", "context", "database/sql", "io", "sync"},
		"cors/browser":      {"os", "net", "log", "log/slog", "context", "database/sql"},
		"cors/browser/lint": {"os", "net", "net/http", "log", "log/slog", "context", "database/sql"},
		"arm":               {"os", "net", "net/http", "log", "log/slog", "database/sql"},
		"arm/shape":         {"os", "net", "net/http", "log", "log/slog", "context", "database/sql"},
		"service":           {"net/http", "database/sql", "encoding/json", "os"},
		"repository":        {"net/http", "database/sql", "os"},
		"auth":              {"net/http", "database/sql", "os"},
	}
}
