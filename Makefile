# The commands of the project. Needs Go >= 1.26 and make; `make test` installs what else its tests need.
SHELL := /bin/sh
RELEASE ?= $(shell git describe --tags --always --dirty 2>/dev/null)
# nomsgpack leaves out a codec of Gin's that nothing here uses.
GOFLAGS_BUILD := -trimpath -tags nomsgpack -ldflags '-s -w -X main.release=$(RELEASE)'
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME ?= 1m

.PHONY: build run test lint fuzz bench bench-reload clean

build:
	CGO_ENABLED=0 go build $(GOFLAGS_BUILD) -o bin/corsgate ./cmd/corsgate

run: build
	bin/corsgate serve --dev

test: lint
	./scripts/install-test-tools
	go test -race -shuffle=on -count=1 -timeout 20m ./...

lint:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	go mod verify
	go mod tidy -diff
	go vet ./...
	go run $(STATICCHECK) ./...

# Each fuzz target in turn, for FUZZTIME.
fuzz:
	./scripts/fuzz $(FUZZTIME)

# Benchmarks of single functions, with allocations.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# From sending a PUT of CORS settings to their enforcement by the gateway.
bench-reload: build
	go run ./bench/reload -corsgate bin/corsgate

clean:
	rm -rf bin
