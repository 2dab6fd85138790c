// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/corsgate/corsgate/internal/testpg"
)

const (
	pageSize = 100 // of the API
	flat     = 1.3 // times what the first page takes is the goal for every other
)

func TestEachPageOfAListCostsTheSame(t *testing.T) {
	fmt.Fprintf(t.Output(), "%d services in one workspace; %d rounds, a turn is %v\n", *services, *rounds, *turn)
	more := crowd(*services - measured)
	v := &verdict{}
	t.Run("sqlite", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "corsgate.db")
		p := sqlitePair(t, path)
		reader := openSQL(t, path)
		if _, err := reader.Exec(more); err != nil {
			t.Fatal(err)
		}
		book := walk(t, p)
		expectPlanOfSQLite(t, reader)
		book.compare(t, v, p)
	})
	t.Run("postgres", func(t *testing.T) {
		url := testpg.Database(t)
		furnishTables(t, url)
		conn := connect(t, url)
		if _, err := conn.Exec(t.Context(), more+"; ANALYZE"); err != nil {
			t.Fatal(err)
		}
		p := postgresPair(t, url)
		book := walk(t, p)
		for _, page := range book.measured() {
			expectPlanOfPostgres(t, conn, page, book.before(page))
		}
		book.compare(t, v, p)
	})
	v.tell(t)
}

// book is a list that was read to its end.
type book struct {
	links []string // of each page, as requests go to them
	names []string // of all services, in the order of the list
}

// walk follows the links from the first page on, as a client does.
func walk(t *testing.T, p pair) *book {
	t.Helper()
	b := &book{}
	begin := time.Now()
	for link := servicesPath + version; link != ""; {
		var page struct {
			Value    []struct{ Name string }
			NextLink string
		}
		decode(t, fetch(t, p, link), &page)
		b.links = append(b.links, link)
		for _, service := range page.Value {
			b.names = append(b.names, service.Name)
		}
		link, _ = strings.CutPrefix(page.NextLink, publicURL)
	}
	fmt.Fprintf(t.Output(), "All %d services on %d pages were read in %.1f s.\n", len(b.names), len(b.links), time.Since(begin).Seconds())
	if sorted := slices.Compact(slices.Sorted(slices.Values(b.names))); len(b.names) != *services || !slices.Equal(sorted, b.names) {
		t.Errorf("the list has %d services, not each of %d once and in order", len(b.names), *services)
	}
	return b
}

func fetch(t *testing.T, p pair, target string) []byte {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, "http://"+p.ours+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	got, err := p.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil || got.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %d %v %s", target, got.StatusCode, err, text)
	}
	return text
}

// measured are the numbers of three pages: the first, one in the middle and the last that is full.
func (b *book) measured() []int {
	last := len(b.names) / pageSize
	return []int{1, (last + 1) / 2, last}
}

// before is the name behind which a page begins.
func (b *book) before(page int) string {
	if page == 1 {
		return ""
	}
	return b.names[(page-1)*pageSize-1]
}

// compare reads the pages in turns, by one client.
func (b *book) compare(t *testing.T, v *verdict, p pair) {
	t.Helper()
	var sides []*crew
	for _, page := range b.measured() {
		request := message("GET", b.links[page-1], p.token, "")
		l := load{requests: func(int) func() []byte { return func() []byte { return request } }}
		c := l.crew(t, p.ours, 1)
		defer c.leave()
		sides = append(sides, c)
	}
	took, ratio := make([][]float64, len(sides)), make([][]float64, len(sides))
	for round := range *rounds + 1 {
		now := make([]float64, len(sides))
		for i := range sides {
			i = (i + round) % len(sides)
			now[i] = 1000 / sides[i].run(t, *turn).rate
		}
		for i := range sides {
			if round > 0 {
				took[i], ratio[i] = append(took[i], now[i]), append(ratio[i], now[i]/now[0])
			}
		}
	}
	for i, page := range b.measured() {
		times := median(ratio[i])
		fmt.Fprintf(t.Output(), "page %5d: %7.2f ms, %.2f (%.2f..%.2f) times the first\n", page, median(took[i]), times,
			quantile(ratio[i], 0.25), quantile(ratio[i], 0.75))
		v.judge(times <= flat, "%s: page %d: %.2f", t.Name(), page, times)
	}
}
