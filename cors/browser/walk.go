// SPDX-License-Identifier: Apache-2.0

package browser

// walk is a call on its way through the answers that there are.
type walk struct {
	hop     hop
	answers []Response // those that are still unread
	answer  Response   // the last one that was read
	sent    []Outgoing // the requests whose answers were read
	outcome Outcome
	next    *Outgoing
	// faults are all that the hop fails for, and judged is the request that they judge.
	faults      []fault
	judged      Request
	preflighted bool
	maxAge      int
}

// take walks a call as far as the answers go.
func take(r Request, answers []Response) walk {
	w := walk{hop: hop{page: r.Origin, request: r}, answers: answers}
	if w.fails(r, w.hop.checkCall()) {
		return w
	}
	w.hop.request.AlwaysPreflight = r.forced() // by its own method, not by what a redirect makes of it
	for w.step() {
	}
	return w
}

// step makes one hop, and reports whether there is another one.
//
// https://fetch.spec.whatwg.org/#main-fetch
func (w *walk) step() (redirected bool) {
	h := &w.hop
	w.preflighted, w.maxAge = false, 0
	h.cors = h.request.CrossOrigin() // a call that comes home from abroad has "null" for an origin, so that it stays foreign
	if asks := h.request.AlwaysPreflight || h.request.asksPermission(); h.cors && asks && !w.preflight() {
		return false
	}
	if !w.asks(h.request.Actual()) {
		return false
	}
	var faults []fault
	if h.cors { // https://fetch.spec.whatwg.org/#concept-http-fetch step 4.4, for whatever status
		faults = checkCORS(StepCORSCheck, h.request, w.answer)
	}
	if _, moves := h.request.Browser.redirects(w.answer); !moves {
		if !w.fails(h.request, faults) {
			w.outcome = Allowed
		}
		return false
	}
	to, more := h.checkRedirect(w.answer)
	if w.fails(h.request, append(faults, more...)) {
		return false
	}
	h.follow(w.answer.Status, to)
	h.request.AlwaysPreflight = h.request.AlwaysPreflight || w.preflighted && h.request.Browser.PreflightsOn
	return true
}

// preflight asks for permission, and reports whether it is given.
func (w *walk) preflight() bool {
	w.preflighted = true
	r := w.hop.preflight()
	if !w.asks(r.Preflight()) || w.fails(r, checkPreflight(r, w.answer)) {
		return false
	}
	w.maxAge = MaxAge(r.Browser, w.answer)
	return true
}

// asks sends a request. Where there is no answer yet, it is what the browser would do next.
func (w *walk) asks(out Outgoing) bool {
	if len(w.answers) == 0 {
		w.next = &out
		return false
	}
	w.sent = append(w.sent, out)
	w.answer, w.answers = w.answers[0], w.answers[1:]
	return true
}

// fails ends the walk if there are faults.
func (w *walk) fails(r Request, faults []fault) bool {
	if len(faults) > 0 {
		w.outcome, w.faults, w.judged = Blocked, faults, r
	}
	return len(faults) > 0
}
