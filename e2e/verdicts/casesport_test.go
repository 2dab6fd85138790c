// SPDX-License-Identifier: Apache-2.0

package verdicts

import "fmt"

// badPorts are calls and redirects to ports of other protocols, where nothing listens: Firefox tells a call that it
// does not make, of which it says nothing, from one that is refused. An XMLHttpRequest that is redirected there is left
// out: in Firefox 153 it never ends.
func badPorts() []exchange {
	var list []exchange
	for _, port := range []string{"25", "6667", "10080"} {
		url := "http://api.example.org:" + port + "{here}"
		for _, method := range []string{"GET", "PUT"} {
			for _, xhr := range []bool{false, true} {
				name := fmt.Sprintf("port/%s/%s/%s", port, method, maker(xhr))
				call := call{URL: url + "/0", Method: method, XHR: xhr}
				secure := at(name+"/secure page", call)
				secure.page = "secure"
				list = append(list, at(name, call), secure)
			}
			for _, from := range []string{"{api}", "{app}"} {
				for _, line := range []string{acao + "*", "X-None: 1"} {
					list = append(list, at(fmt.Sprintf("port/%s/%s/redirected from %s/%s", port, method, from, line),
						call{URL: from + "{here}/0", Method: method},
						hop{open(acam + "PUT"), moved(307, url+"/1", line)}, hop{open(acam + "PUT"), open()}))
				}
			}
		}
	}
	return list
}
