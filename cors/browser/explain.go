// SPDX-License-Identifier: Apache-2.0

package browser

// Explain says what the browser concludes from the answers to the requests that it has made so far, in their order:
// preflight before the call itself, and both anew after a redirect. As long as the verdict is Unfinished its Next is
// the request to make; append the answer and ask again. Answers beyond the end of the call are not looked at.
//
// What has nothing to do with CORS is left out: whether the server can be reached, what the page's own policies forbid,
// Chromium's question whether a page may call the local network. No preflight is remembered from an earlier call: see
// Cache. Nor is a 304 seen here that answers the browser's own revalidation: what the page gets then is the stored
// response with the 304's header fields in it.
func Explain(r Request, responses []Response) Verdict {
	w := take(r, responses)
	v := Verdict{Outcome: w.outcome, Next: w.next, Preflighted: w.preflighted, URL: w.hop.request.URL, MaxAge: w.maxAge}
	switch w.outcome {
	case Allowed:
		v.Status = w.answer.Status
		v.Readable = readableNames(w.hop.request, w.answer, w.hop.cors)
	case Blocked:
		v.MaxAge = 0 // a network error clears what was remembered
		v.Step = r.Browser.first(w.faults).step
		v.Missing = missing(w.faults, w.judged.Origin)
		v.Change = changeFor(w.judged, w.faults, w.answer)
		if r.readsItself(v.Step) {
			break
		}
		if inChromium := under(Chromium(), r, responses, w); inChromium.outcome == Blocked {
			v.Chromium = chromiumSentence(r, inChromium)
		}
		if inFirefox := under(Firefox(), r, responses, w); inFirefox.outcome == Blocked {
			v.Firefox = firefoxSentence(inFirefox)
		}
	}
	return v
}

// readsItself reports whether browsers need no server for the URL. They would not fail, so that they have no sentence.
func (r *Request) readsItself(step Step) bool {
	scheme := schemeOf(r.URL)
	return step == StepScheme && (scheme == "data" || scheme == "blob" || scheme == "about")
}

// under is the same call with the same answers in another browser. Where that one would have sent other requests, the
// answers are none to its own, and what it would conclude is open.
func under(p Profile, r Request, responses []Response, w walk) walk {
	r.Browser = p
	other := take(r, responses)
	for i := range min(len(w.sent), len(other.sent)) {
		if w.sent[i].Preflight != other.sent[i].Preflight || w.sent[i].URL != other.sent[i].URL {
			return walk{}
		}
	}
	return other
}
