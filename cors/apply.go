// SPDX-License-Identifier: Apache-2.0

package cors

// Apply writes the decision into an answer's header fields, which are keyed by their canonical names; http.Header is
// such a map. Fields of the same names are replaced, Vary is merged. The values share one new array that nobody else
// has, so whoever changes them later changes this answer alone. A list of header names that has to be put together, and
// a Vary to merge with, cost more allocations.
func (d *Decision) Apply(fields map[string][]string) {
	d.write(fields, make([]string, 0, d.fieldCount()))
}

// fieldCount is how many fields a decision can have.
func (d *Decision) fieldCount() int {
	switch {
	case d.AllowOrigin == "":
		return 1
	case d.Preflight:
		return 6
	}
	return 4
}

// write needs room for as many values as there can be fields.
func (d *Decision) write(fields map[string][]string, room []string) {
	w := fieldWriter{fields: fields, values: room}
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
