// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// The file is JSON lines: a header, a line a route, and a seal with their number and the SHA-256 of all lines before it.
// savedFormat grows with each change of their meaning.
const (
	savedFormat  = 1
	headerPrefix = `{"corsgateTable":`
	sealPrefix   = `{"routes":`
)

var (
	errDamaged = errors.New("the file is not a whole table")
	errNewer   = errors.New("the file was written by a newer corsgate, which can still use it")
)

type savedHeader struct {
	Format   int                 `json:"corsgateTable"`
	Epoch    string              `json:"epoch"`
	Revision repository.Revision `json:"revision"`
}

// savedRoute has the fields of a repository.Route, or does not compile: a Route that gains one needs a new savedFormat, for
// a program that does not know the field must not serve half a route.
type savedRoute struct {
	Label       string                   `json:"label"`
	Tenant      string                   `json:"tenant"`
	Upstream    string                   `json:"upstream,omitzero"`
	Settings    cors.Settings            `json:"cors,omitzero"`
	Enforcement repository.Enforcement   `json:"enforcement,omitzero"`
	Discovery   repository.DiscoveryRule `json:"discovery,omitzero"`
	Revision    repository.Revision      `json:"revision"`
}

func encode(w io.Writer, cursor repository.Cursor, routes iter.Seq[*repository.Route]) error {
	out, sum, count := bufio.NewWriterSize(w, 64<<10), sha256.New(), 0
	lines := json.NewEncoder(io.MultiWriter(out, sum))
	lines.SetEscapeHTML(false)
	if err := lines.Encode(savedHeader{savedFormat, cursor.Epoch, cursor.Revision}); err != nil {
		return err
	}
	for r := range routes {
		if err := lines.Encode((*savedRoute)(r)); err != nil {
			return err
		}
		count++
	}
	if _, err := out.Write(seal(count, sum)); err != nil {
		return err
	}
	return out.Flush()
}

// decode returns a snapshot only if every byte is as it was written.
func decode(r io.Reader) (snapshot repository.Snapshot, err error) {
	in, sum := bufio.NewReader(r), sha256.New()
	// Whatever else lies there is not read to its end.
	if start, err := in.Peek(len(headerPrefix)); err != nil && err != io.EOF {
		return snapshot, err
	} else if string(start) != headerPrefix {
		return snapshot, errDamaged
	}
	var header savedHeader
	for {
		line, err := in.ReadBytes('\n')
		switch {
		case err == io.EOF:
			return snapshot, fmt.Errorf("%w: it ends too early", errDamaged)
		case err != nil:
			return snapshot, err
		case header.Format == 0:
			if header, err = decodeHeader(line); err != nil {
				return snapshot, err
			}
			snapshot.Cursor = repository.Cursor{Epoch: header.Epoch, Revision: header.Revision}
		case bytes.HasPrefix(line, []byte(sealPrefix)):
			return snapshot, checkSeal(in, line, seal(len(snapshot.Routes), sum))
		default:
			var route savedRoute
			if json.Unmarshal(line, &route) != nil || route.Label == "" {
				return snapshot, fmt.Errorf("%w: line %d is no route", errDamaged, len(snapshot.Routes)+2)
			}
			snapshot.Routes = append(snapshot.Routes, repository.Route(route))
		}
		sum.Write(line)
	}
}

func decodeHeader(line []byte) (h savedHeader, err error) {
	var format struct {
		Version int `json:"corsgateTable"`
	}
	if json.Unmarshal(line, &format) == nil && format.Version > savedFormat {
		return h, fmt.Errorf("%w: its format is %d, this one reads %d", errNewer, format.Version, savedFormat)
	}
	if json.Unmarshal(line, &h) != nil || h.Format != savedFormat {
		return h, fmt.Errorf("%w: line 1 is no header", errDamaged)
	}
	return h, nil
}

func seal(routes int, sum hash.Hash) []byte {
	return fmt.Appendf(nil, sealPrefix+`%d,"sha256":"%x"}`+"\n", routes, sum.Sum(nil))
}

// checkSeal wants the right seal, and nothing after it.
func checkSeal(rest *bufio.Reader, got, want []byte) error {
	if !bytes.Equal(got, want) {
		return fmt.Errorf("%w: the checksum is another", errDamaged)
	}
	if _, err := rest.ReadByte(); err != io.EOF {
		return fmt.Errorf("%w: something follows the end", errDamaged)
	}
	return nil
}
