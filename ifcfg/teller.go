package ifcfg

import "fmt"

// teller gathers the diagnostics of a companion file.
type teller struct {
	found []Diagnostic
	tally [2]tally // of each severity
}

// report adds a diagnostic. Of each severity there are only so many: a file that
// holds something else would otherwise fill the screen.
func (t *teller) report(at Pos, s Severity, code, message, hint string) {
	t.tell(Diagnostic{Pos: at, Severity: s, Code: code, Message: message, Hint: hint})
}

func (t *teller) tell(d Diagnostic) {
	n := &t.tally[d.Severity]
	if n.n++; n.n <= most {
		t.found = append(t.found, d)
		return
	}
	n.rest = d
}

// tellRest says how many diagnostics were left out.
func (t *teller) tellRest() {
	for _, c := range t.tally {
		if n := c.n - most; n > 0 {
			d := c.rest
			d.Key, d.Hint = "", ""
			d.Message = fmt.Sprintf("this and %d more like it in the file", n-1)
			t.found = append(t.found, d)
		}
	}
}
