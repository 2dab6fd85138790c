// SPDX-License-Identifier: Apache-2.0

package cors_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// azureInputs yields settings: every origin of azureOrigins alone, the documents, and combinations of entries.
func azureInputs(yield func(settings string) bool) {
	for _, origin := range azureOrigins() {
		if !yield(`{"origins":[` + quoted(origin) + `]}`) {
			return
		}
	}
	for _, document := range azureDocuments() {
		if !yield(document) {
			return
		}
	}
	r := rand.New(rand.NewPCG(20260515, 5))
	for range 10_000 {
		if !yield(combination(r)) {
			return
		}
	}
}

// azureOrigins is every scheme with every host and every port, and with what may follow them.
func azureOrigins() (all []string) {
	for _, scheme := range azureSchemes() {
		for _, host := range azureHosts() {
			for _, port := range azurePorts() {
				all = append(all, scheme+host+port)
			}
			for _, ending := range []string{"/", "/app", "?q", "#f", "@a.example", " ", "\n", "\\", ",", ":443/", ":8443/x", ":0/"} {
				all = append(all, scheme+host+ending)
			}
		}
	}
	return append(all, "", "*", "**", "null", "NULL", "*.example.org", "https://*", "app.example.org", "localhost:3000", " *",
		"https://a.example https://b.example", "https://a.example,https://b.example")
}

func azureSchemes() []string {
	return []string{"https://", "http://", "HTTPS://", "hTtP://", "ftp://", "capacitor://", "//", "https:", "https:/", " https://", ""}
}

func azurePorts() []string {
	return []string{"", ":", ":0", ":00", ":1", ":80", ":443", ":080", ":00443", ":8443", ":65535", ":65536", ":99999",
		":100000", ":-1", ":+1", ":1e3", ":٣", ":80:80"}
}

// azureHosts are names and addresses of every kind that a pattern or a browser may see something special in.
func azureHosts() []string {
	label := strings.Repeat("a", 63)
	return []string{
		"app.example.org", "App.Example.ORG", "localhost", "a", "x.y.z", "app.example.org.", "app.example.org..", ".example.org", ".", "",
		"a..b", "-", "-a-.b", "a-", "a--b.example", "--", "a.-", "1a", "a1", "1.a", "a.b-1", "a_b.example", "_dmarc.example.org", "~", "a!b",
		"127.0.0.1", "10.0.0.1", "255.255.255.255", "0.0.0.0", "0", "1", "256", "4294967295", "4294967296", "1.2", "1.2.3", "1.2.3.4.5",
		"1.2.3.4.", "1.2.3.4..", "256.1.1.1", "1.2.3.256", "01.2.3.4", "1.2.3.04", "0x7f.1", "0x7f.0.0.1", "0X7F.1", "0x7f000001", "0x", "0x.1",
		"a.0x", "a.0x1", "a.0xg", "a.1", "a.08", "a.0b1", "1.2.3.0x4", "1.2.3.a", "09.1.1.1", "1.2.3.08", "0300.0250.0.1", "1.0x100",
		"[::1]", "[::ffff:1.2.3.4]", "[fe80::1%25eth0]", "::1", "%61.example", "a%2eb", "a%00b",
		"xn--bcher-kva.example", "XN--Bcher-KVA.example", "xn--a", "xn--", "xn--.example", "xn--a.example.", "a.xn--a", "xn--abc-", "xn--abc-.example",
		"xn--abc-0", "xn--n3h.example", "xn--1ch.example", "xn--zca.example", "xn--fa-hia.example", "xn--ls8h", "a.xn--p1ai", "xn--0", "xn--99999",
		"xn--mgba3gch31f060k.example", "axn--a.example", "xn-a.example", "xn--xn--a-.example", "xn--" + label,
		"bücher.example", "BÜCHER.example", "例え.jp", "a\u00adb.example", "a\u3002b", "ａ.example", "٠.example", "\u200d.example", "faß.example",
		label, label + "a", label + "." + label + ".example", strings.Repeat("a.", 127) + "a", strings.Repeat("a.", 200) + "a",
		strings.Repeat("a", 300), strings.Repeat("a", 504), strings.Repeat("a", 505), strings.Repeat("a", 600), strings.Repeat("1", 40),
		"*.example.org", "app.*.org", "app.example.*", "user@app.example.org", "user:pw@app.example.org", "a b", "a\tb", "a\u0000b", "a|b",
	}
}

// combination is settings with some of everything.
func combination(r *rand.Rand) string {
	members := map[string]json.RawMessage{}
	pools, values := azurePools(), azureValues()
	for _, field := range slices.Sorted(maps.Keys(pools)) { // the same combinations each time
		if pool := pools[field]; r.IntN(3) > 0 {
			list := []string{}
			for range r.IntN(5) {
				most := len(pool)
				if r.IntN(8) > 0 {
					most = 5 // which have no faults
				}
				list = append(list, pool[r.IntN(most)])
			}
			members[field] = json.RawMessage(quoted(list))
		}
	}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if pool := values[field]; r.IntN(16) == 0 || field == "allowCredentials" && r.IntN(2) == 0 {
			members[field] = json.RawMessage(pool[r.IntN(len(pool))])
		}
	}
	return quoted(members)
}

func quoted(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // of what stands here
	}
	return string(text)
}
