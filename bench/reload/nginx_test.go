// SPDX-License-Identifier: Apache-2.0

package reload

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// onNginx is a map from host and origin to the allowed origin. A change writes the file anew and reloads it.
func onNginx(t *testing.T, services int) target {
	nginx := installed(t, "nginx")
	dir, address := t.TempDir(), freeAddress(t)
	path := filepath.Join(dir, "nginx.conf")
	write := func(origin string) error { // by renaming: nginx may be reading it
		if err := os.WriteFile(path+".new", nginxConfig(dir, address, origin, services), 0o600); err != nil {
			return err
		}
		return os.Rename(path+".new", path)
	}
	if err := write("https://first.example.org"); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(nginx, "-p", dir, "-c", path, "-e", filepath.Join(dir, "error.log"), "-g", "daemon off;")
	run(t, cmd)
	awaitAddress(t, address)
	return target{gateways: []string{address}, change: func(origin string) error {
		if err := write(origin); err != nil {
			return err
		}
		return cmd.Process.Signal(syscall.SIGHUP)
	}}
}

func nginxConfig(dir, address, origin string, services int) []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, `pid %s/nginx.pid;
worker_processes 2;
events { worker_connections 256; }
http {
	access_log off;
	client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
	map_hash_max_size 262144;
	map_hash_bucket_size 256;
	map "$host $http_origin" $allowed {
		default "";
		"%s %s" $http_origin;
`, dir, measuredHost, origin)
	for n := 2; n <= services; n++ {
		fmt.Fprintf(&text, "\t\t\"bench-service-%d.fhir.localhost https://app%[1]d.example.org\" $http_origin;\n", n)
	}
	fmt.Fprintf(&text, `	}
	server {
		listen %s;
		add_header Access-Control-Allow-Origin $allowed always;
		location / { return 204; }
	}
}
`, address)
	return text.Bytes()
}

func installed(t *testing.T, program string) string {
	t.Helper()
	for _, name := range []string{program, "/usr/sbin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skipf("%s is not installed", program)
	return ""
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", free)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func awaitAddress(t *testing.T, address string) {
	t.Helper()
	for end := time.Now().Add(startTime); ; {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close() // it listens: that is all
			return
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}
