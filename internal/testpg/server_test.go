// SPDX-License-Identifier: Apache-2.0

package testpg_test

import (
	"net"
	"os"
	"testing"

	"github.com/corsgate/corsgate/internal/testpg"
)

func TestServerHasTheSettingsThatItsOptionsName(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options testpg.Options
		want    map[string]string
	}{
		"zero value": {
			want: map[string]string{"fsync": "off", "synchronous_commit": "off", "listen_addresses": "", "wal_level": "replica"},
		},
		"durable": {
			options: testpg.Options{Durable: true},
			want:    map[string]string{"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "listen_addresses": ""},
		},
		"with settings": {
			options: testpg.Options{Durable: true, Settings: map[string]string{
				"max_connections": "17", "full_page_writes": "off", "cluster_name": `it's a \ test`,
			}},
			want: map[string]string{"max_connections": "17", "full_page_writes": "off", "cluster_name": `it's a \ test`, "fsync": "on"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testpg.Start(t, test.options)
			for setting, want := range test.want {
				if got := read[string](t, s.URL("postgres"), "SELECT current_setting($1)", setting); got != want {
					t.Errorf("%s is %q, want %q", setting, got, want)
				}
			}
		})
	}
}

func TestServerIsTheSameAfterStopAndStart(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]testpg.Options{"socket": {}, "TCP": {TCP: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testpg.Start(t, options)
			const database = "a name: it's?"
			s.CreateDatabase(t, database)
			s.Exec(t, database, "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')")
			url := s.URL(database)
			s.Stop(t)
			if s.Running() {
				t.Error("the server runs after Stop")
			}
			if err := execute(t.Context(), url, "SELECT"); err == nil {
				t.Error("the server answers after Stop")
			}
			s.Stop(t) // does nothing
			s.Start(t)
			if !s.Running() {
				t.Error("the server does not run after Start")
			}
			if text := read[string](t, url, "SELECT text FROM notes"); text != "kept" {
				t.Errorf("the note is %q", text)
			}
		})
	}
}

func TestServerListensWhereItSays(t *testing.T) {
	t.Parallel()
	s := testpg.Start(t, testpg.Options{TCP: true})
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if address := read[string](t, s.URL("postgres"), "SELECT host(inet_server_addr())"); address != "127.0.0.1" {
		t.Errorf("the URL leads to %s", address)
	}
}

func TestServerGoesWithItsTest(t *testing.T) {
	t.Parallel()
	var s *testpg.Server
	t.Run("while it runs", func(t *testing.T) {
		s = testpg.Start(t, testpg.Options{})
		s.Standby(t, testpg.Options{})
		s.Backup(t)
	})
	if s == nil {
		t.Skip("no server")
	}
	if _, err := os.Stat(s.Dir()); !os.IsNotExist(err) || s.Running() {
		t.Errorf("the directory: %v, the server runs: %v; want both gone", err, s.Running())
	}
}
