// SPDX-License-Identifier: Apache-2.0

package verdicts

import (
	"context"
	"encoding/json"
	"testing"
)

// document is the page. Its one function makes many calls and gives back what each came to: no more than four at once,
// because Chromium holds on to the connection of a redirect until the next preflight is answered, and has six.
const document = `<!doctype html><html lang="en"><meta charset="utf-8"><title>calls</title><link rel="icon" href="data:,">
<script>
const byFetch = async ({url, method, headers, credentials}) => {
	const answer = await fetch(url, {method: method || undefined, headers, credentials});
	await answer.text();
	return {status: answer.status, headers: [...answer.headers.keys()]};
};
const byXHR = ({url, method, headers, credentials, upload}) => new Promise((resolve, reject) => {
	const request = new XMLHttpRequest();
	request.open(method || 'GET', url);
	request.overrideMimeType('text/plain'); // it is no XML, of which Firefox would complain
	request.withCredentials = credentials === 'include';
	for (const [name, value] of headers) request.setRequestHeader(name, value);
	if (upload) request.upload.onprogress = () => {};
	request.onerror = () => reject(new TypeError('XMLHttpRequest failed'));
	request.onload = () => resolve({
		status: request.status,
		headers: request.getAllResponseHeaders().split('\r\n').filter(Boolean).map(line => line.split(':')[0]),
	});
	request.send(upload ? 'x' : null);
});
const never = () => new Promise(resolve => setTimeout(resolve, 30000, {error: 'no answer'}));
const one = async call => {
	try {
		return await Promise.race([(call.xhr ? byXHR : byFetch)(call), never()]);
	} catch (failure) {
		return {error: String(failure)};
	}
};
const all = async calls => {
	const results = [];
	let next = 0;
	const work = async () => {
		while (next < calls.length) {
			const mine = next++;
			results[mine] = await one(calls[mine]);
		}
	};
	await Promise.all([work(), work(), work(), work()]);
	return JSON.stringify(results);
};
</script>`

// call is what the page's script does.
type call struct {
	URL         string      `json:"url"`
	Method      string      `json:"method"`
	Headers     [][2]string `json:"headers"`
	Credentials string      `json:"credentials"` // "include", or "same-origin" as it is without
	XHR         bool        `json:"xhr"`
	Upload      bool        `json:"upload"` // listens to the upload's progress, which only XHR can
}

// outcome is all that the script can see of the answer. Error is empty where the browser allowed the call, and noAnswer
// where it neither allowed nor blocked it.
type outcome struct {
	Error   string   `json:"error"`
	Status  int      `json:"status"`
	Headers []string `json:"headers"`
}

const noAnswer = "no answer"

// tab is a tab of some browser, and what that browser writes to its console.
type tab struct {
	major    int // of the browser's version
	open     func(ctx context.Context, url string) error
	evaluate func(ctx context.Context, script string) (string, error)
	console  *console
}

// show opens the page at url.
func (b *tab) show(t *testing.T, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := b.open(ctx, url); err != nil {
		t.Fatalf("opening %s: %v", url, err)
	}
}

// make lets the page make the calls.
func (b *tab) make(t *testing.T, calls []call) []outcome {
	t.Helper()
	text, err := json.Marshal(calls)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	result, err := b.evaluate(ctx, "all("+string(text)+")")
	if err != nil {
		t.Fatalf("making %d calls: %v", len(calls), err)
	}
	var outcomes []outcome
	if err := json.Unmarshal([]byte(result), &outcomes); err != nil {
		t.Fatalf("%v: %s", err, result)
	}
	if len(outcomes) != len(calls) {
		t.Fatalf("%d calls, %d outcomes", len(calls), len(outcomes))
	}
	return outcomes
}
