// SPDX-License-Identifier: Apache-2.0

package cors

// Apply writes the decision into an answer's header fields, which are keyed by their canonical names; http.Header is
// such a map. Fields of the same names are replaced, Vary is merged. The values share one new array that nobody else
// has, so whoever changes them later changes this answer alone. A list of header names that has to be put together, and
// a Vary to merge with, cost more allocations.
func (d *Decision) Apply(fields map[string][]string) {
	if !d.Varies && d.AllowOrigin == "" { // CORS is off
		return
	}
	w := fieldWriter{fields: fields, values: d.room()}
	if d.Varies {
		w.put("Vary", d.vary(fields["Vary"]))
	}
	if d.AllowOrigin == "" {
		return
	}
	w.put("Access-Control-Allow-Origin", d.AllowOrigin)
	if d.AllowCredentials {
		w.put("Access-Control-Allow-Credentials", "true")
	}
	if !d.Preflight {
		w.put("Access-Control-Expose-Headers", ExposedHeaders)
		return
	}
	w.put("Access-Control-Allow-Methods", d.AllowMethods)
	w.put("Access-Control-Allow-Headers", d.AllowHeaders.String())
	w.put("Access-Control-Max-Age", d.MaxAge)
}

// room is memory for as many values as there can be. The compiler knows the size of each of these arrays, which makes them
// cheaper than a slice of a size that it does not know.
func (d *Decision) room() []string {
	switch {
	case d.AllowOrigin == "":
		return new([1]string)[:0]
	case d.Preflight:
		return new([6]string)[:0]
	}
	return new([4]string)[:0]
}

// fieldWriter gives each field a slice of one value, out of one array and without room to grow into the next.
type fieldWriter struct {
	fields map[string][]string
	values []string
}

func (w *fieldWriter) put(name, value string) {
	if value == "" {
		return
	}
	n := len(w.values)
	w.values = append(w.values, value)
	w.fields[name] = w.values[n : n+1 : n+1]
}
