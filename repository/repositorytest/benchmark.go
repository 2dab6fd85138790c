// SPDX-License-Identifier: Apache-2.0

package repositorytest

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/corsgate/corsgate/cors"
	"github.com/corsgate/corsgate/repository"
)

// Benchmark measures what a store is asked most: to read one service and to change one. It closes the store.
func Benchmark(b *testing.B, open func(b *testing.B) repository.Store) {
	r := newRig(b, open(b))
	b.Cleanup(func() { r.close(b) })
	r.edit(b, at("measured"), func(s *repository.Service) {
		s.CORS = &repository.Part[cors.Settings]{Value: typicalSettings()}
		s.Upstream = &repository.Part[repository.Upstream]{Value: repository.Upstream{URL: "https://fhir.example/base"}}
	})
	ctx := context.Background()
	b.Run("ServiceRead", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			r.read(b, at("measured"))
		}
	})
	b.Run("ServiceReadParallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := r.store.Service(ctx, tenantA, at("measured")); err != nil {
					b.Error(err)
				}
			}
		})
	})
	var n atomic.Int64 // goes on over all runs, so that each write is a change
	write := func(b *testing.B) {
		if _, err := r.store.ChangeService(ctx, tenantA, at("measured"), someAudit(), editing(at("measured"), func(s *repository.Service) {
			s.CORS = &repository.Part[cors.Settings]{Value: cors.Settings{MaxAge: new(int(n.Add(1)))}}
		})); err != nil {
			b.Error(err)
		}
	}
	b.Run("ServiceWrite", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			write(b)
		}
	})
	b.Run("ServiceWriteParallel", func(b *testing.B) {
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				write(b)
			}
		})
	})
}

func typicalSettings() cors.Settings {
	return cors.Settings{
		Origins:          []string{"https://app.example.org", "https://portal.example.org", "http://localhost:3000"},
		Headers:          []string{"authorization", "content-type", "prefer", "if-match"},
		Methods:          []string{"GET", "POST", "PUT", "PATCH", "DELETE"},
		MaxAge:           new(600),
		AllowCredentials: new(false),
	}
}
