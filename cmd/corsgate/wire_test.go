// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// wireServer is an HTTP server whose answers are written byte by byte: a library would sort and respell header lines.
type wireServer struct {
	listener net.Listener
	answer   func(s *wireServer, n int, r *http.Request) string
	serving  sync.WaitGroup

	mu       sync.Mutex
	conns    []net.Conn
	received strings.Builder
	count    int
}

// startWire serves on loopback, over TLS if there is a configuration, until it is closed.
func startWire(config *tls.Config, answer func(*wireServer, int, *http.Request) string) (*wireServer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	if config != nil {
		listener = tls.NewListener(listener, config)
	}
	s := &wireServer{listener: listener, answer: answer}
	s.serving.Go(s.accept)
	return s, nil
}

func (s *wireServer) address() string { return s.listener.Addr().String() }

func (s *wireServer) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		s.serving.Go(func() { s.serve(conn) })
	}
}

func (s *wireServer) close() {
	_ = s.listener.Close()
	s.mu.Lock()
	for _, conn := range s.conns {
		_ = conn.Close()
	}
	s.mu.Unlock()
	s.serving.Wait()
}

// serve answers one request a connection, and keeps what it was.
func (s *wireServer) serve(conn net.Conn) {
	defer conn.Close()
	var raw bytes.Buffer
	request, err := http.ReadRequest(bufio.NewReader(io.TeeReader(conn, &raw)))
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, request.Body); err != nil {
		return
	}
	s.mu.Lock()
	n := s.count
	s.count++
	s.received.WriteString(strings.ReplaceAll(raw.String(), "\r\n", "\n"))
	s.mu.Unlock()
	_, _ = io.WriteString(conn, s.answer(s, n, request))
}

// certify makes a certificate of host, which is its own CA and is written to a file.
func certify(host, file string) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), DNSNames: []string{host}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return config, os.WriteFile(file, text, 0o600)
}
