# The commands of the project. Needs Go >= 1.26 and make; `make test` installs what else its tests need.
SHELL := /bin/sh
RELEASE ?= $(shell git describe --tags --always --dirty 2>/dev/null)
# nomsgpack leaves out a codec of Gin's that nothing here uses.
GOFLAGS_BUILD := -trimpath -tags nomsgpack -ldflags '-s -w -X main.release=$(RELEASE)'
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
BENCHSTAT := golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da
FUZZTIME ?= 1m
SOAKTIME ?= 15m
ROUNDS ?= 40
TURN ?= 5ms
DOCUMENT ?=

.PHONY: build run test lint fuzz soak bench bench-api bench-cors bench-reload bench-store compose-test clean

build:
	CGO_ENABLED=0 go build $(GOFLAGS_BUILD) -o bin/corsgate ./cmd/corsgate

run: build
	bin/corsgate serve --dev

test: lint
	./scripts/install-test-tools
	go test -race -shuffle=on -count=1 -timeout 20m ./...
	go test -count=1 ./bench/cors # again, with the ratios that the race detector would distort
	TEST_STORE=postgres go test -race -shuffle=on -count=1 -timeout 20m ./api ./service ./gateway ./e2e

lint:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt would change:"; echo "$$unformatted"; exit 1; }
	go mod verify
	go mod tidy -diff
	go vet ./...
	go run $(STATICCHECK) ./...

# Each fuzz target in turn, for FUZZTIME.
fuzz:
	./scripts/fuzz $(FUZZTIME)

# Eight writers and four gateways while Postgres is cut off, stopped, killed, failed over and restored, for SOAKTIME; and
# load on the gateways while it is away for a minute.
soak:
	go test -race ./e2e/soak -run '^TestSoak$$' -count=1 -timeout 0 -v -soak.time=$(SOAKTIME) -soak.commits=1000
	go test ./e2e -run '^TestPostgresAway$$' -count=1 -timeout 0 -v -away=1m

# Benchmarks of single functions, with allocations.
bench:
	go test -run '^$$' -bench . -benchmem ./...

# What CORS costs a request, beside other libraries: short turns in many rounds, since a busy machine changes its pace.
# DOCUMENT=docs/benchmarks.md writes the tables there too.
bench-cors:
	go test -c -o bin/bench-cors.test ./bench/cors
	: > bin/bench-cors.txt
	for round in $$(seq $(ROUNDS)); do \
		echo "round $$round of $(ROUNDS)" >&2; \
		bin/bench-cors.test -test.run '^$$' -test.bench . -test.benchtime $(TURN) >> bin/bench-cors.txt || exit 1; \
	done
	go run $(BENCHSTAT) -filter '.name:CORS .unit:cpu-ns/op' -table /request -row /outcome,/pattern,/origins \
		-col '/impl@(ours jub0bs rs gin)' bin/bench-cors.txt > bin/bench-cors.table
	cat bin/bench-cors.table
	bin/bench-cors.test -test.run '^TestGoals$$' -test.v -results bin/bench-cors.txt \
		-table bin/bench-cors.table -document '$(DOCUMENT)'

# From sending a change of CORS settings to its enforcement by every gateway, beside nginx and Caddy where they are
# installed.
bench-reload:
	go test ./bench/reload -run '^TestReload$$' -count=1 -timeout 0 -v -changes 300 -services 10,100000 -gateways 1,8 -peers

# Reads and writes of a FHIR service through the API, beside bare Gin handlers that send the same statements; and what
# each page of a list of 100 000 services costs.
bench-api:
	go test ./bench/api -run '^TestAPIBesideBareHandler$$' -count=1 -timeout 0 -v -rounds 40 -turn 100ms
	go test ./bench/api -run '^TestEachPageOfAListCostsTheSame$$' -count=1 -timeout 0 -v -services 100000

# Writes and reads a second of both stores, beside the same SQL without them.
bench-store:
	go test ./bench/store -run '^TestStoreBesideBareHandler$$' -count=1 -timeout 0 -v -rounds 40 -turn 100ms

# The local stack of docker-compose.yml on a real engine: up, used, Postgres restarted under it, down.
compose-test:
	./scripts/compose-test

clean:
	rm -rf bin
