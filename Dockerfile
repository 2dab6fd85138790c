# Two images without a shell: `corsgate`, and `sample` for the local stack.
# Build: docker build --target corsgate --build-arg RELEASE=v1.2.3 -t corsgate:v1.2.3 .

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG RELEASE
# The flags are the Makefile's.
RUN CGO_ENABLED=0 go build -buildvcs=false -trimpath -tags nomsgpack -ldflags "-s -w -X main.release=$RELEASE" \
    -o /out/ ./cmd/corsgate ./cmd/corsgate-sample
# Named volumes take over owner and mode of the directory that they are first mounted at.
RUN mkdir -m 0700 /out/keys /out/data

FROM scratch AS sample
COPY --from=build /out/corsgate-sample /usr/local/bin/corsgate-sample
LABEL org.opencontainers.image.title="corsgate-sample" \
      org.opencontainers.image.description="A sample FHIR server and a sample page for trying corsgate out" \
      org.opencontainers.image.source="https://github.com/corsgate/corsgate" \
      org.opencontainers.image.licenses="Apache-2.0"
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/corsgate-sample"]

FROM scratch AS corsgate
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/corsgate /usr/local/bin/corsgate
COPY --from=build --chown=65532:65532 /out/keys /keys
COPY --from=build --chown=65532:65532 /out/data /data
ARG RELEASE
LABEL org.opencontainers.image.title="corsgate" \
      org.opencontainers.image.description="CORS control plane and gateway for FHIR servers" \
      org.opencontainers.image.source="https://github.com/corsgate/corsgate" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${RELEASE:-devel}"
USER 65532:65532
EXPOSE 8080 8443
ENTRYPOINT ["/usr/local/bin/corsgate"]
