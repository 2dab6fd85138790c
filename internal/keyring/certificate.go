// SPDX-License-Identifier: Apache-2.0

package keyring

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"slices"
	"strings"
	"time"
)

const (
	// lifetime is that of the certificate and of its CA, which signs nothing else.
	lifetime = 365 * 24 * time.Hour
	// skew lets machines whose clock is a little behind use the certificate at once.
	skew = time.Hour

	localhost = "localhost"
)

type file struct {
	name    string
	content []byte
	mode    fs.FileMode
}

// newTLSFiles makes a CA, has it sign one server certificate, and drops the CA's key.
func newTLSFiles(hosts []string) ([]file, error) {
	now := time.Now()
	leaf, err := leafTemplate(hosts, now)
	if err != nil {
		return nil, err
	}
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the CA's key: %w", err)
	}
	ca := caTemplate(now)
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	if err != nil {
		return nil, fmt.Errorf("make the CA's certificate: %w", err)
	}
	// Parsed again for its key identifier, by which verifiers find the issuer.
	if ca, err = x509.ParseCertificate(caDER); err != nil {
		return nil, fmt.Errorf("read the CA's certificate: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the TLS key: %w", err)
	}
	leafDER, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	if err != nil {
		return nil, fmt.Errorf("make the TLS certificate: %w", err)
	}
	keyPEM, err := encodeKey(key)
	if err != nil {
		return nil, err
	}
	return []file{
		{CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}), 0o644},
		{TLSCertFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leafDER}), 0o644},
		{TLSKeyFile, keyPEM, 0o600},
	}, nil
}

// caTemplate is constrained (RFC 5280 section 4.2.1.10) so that even its key could vouch for this machine alone.
func caTemplate(now time.Time) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber:                serial(),
		Subject:                     pkix.Name{CommonName: "corsgate local CA"},
		NotBefore:                   now.Add(-skew),
		NotAfter:                    now.Add(lifetime),
		KeyUsage:                    x509.KeyUsageCertSign,
		IsCA:                        true,
		BasicConstraintsValid:       true,
		MaxPathLenZero:              true,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         []string{localhost},
		PermittedIPRanges: []*net.IPNet{
			{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
			{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
		},
	}
}

func leafTemplate(hosts []string, now time.Time) (*x509.Certificate, error) {
	leaf := &x509.Certificate{
		SerialNumber: serial(),
		Subject:      pkix.Name{CommonName: localhost},
		NotBefore:    now.Add(-skew),
		NotAfter:     now.Add(lifetime),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{localhost},
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1).To4(), net.IPv6loopback},
	}
	for _, host := range hosts {
		if err := addHost(leaf, host); err != nil {
			return nil, err
		}
	}
	return leaf, nil
}

// addHost refuses what the CA's constraints exclude: every verifier would refuse the certificate as a whole.
func addHost(leaf *x509.Certificate, host string) error {
	if ip := net.ParseIP(host); ip != nil {
		if !ip.IsLoopback() {
			return outside(host)
		}
		if !slices.ContainsFunc(leaf.IPAddresses, ip.Equal) {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		}
		return nil
	}
	name := strings.ToLower(host)
	if name != localhost && !strings.HasSuffix(name, "."+localhost) {
		return outside(host)
	}
	if !slices.Contains(leaf.DNSNames, name) {
		leaf.DNSNames = append(leaf.DNSNames, name)
	}
	return nil
}

func outside(host string) error {
	return fmt.Errorf("no local certificate can be made for %q: it is neither localhost, a name under it, nor a loopback address; use a certificate of your own", host)
}

// serial is 127 random bits, never zero: RFC 5280 section 4.1.2.2 wants a positive number of at most 20 bytes.
func serial() *big.Int {
	bytes := make([]byte, 16)
	// Read never fails, see crypto/rand.
	_, _ = rand.Read(bytes)
	bytes[0] = bytes[0]&0x7f | 0x40
	return new(big.Int).SetBytes(bytes)
}

func encodeKey(key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("encode a key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
