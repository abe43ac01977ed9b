package ifcfg_test

import (
	"testing"

	"netonce/ifcfg"
)

func TestDiagnostic(t *testing.T) {
	t.Parallel()
	at := ifcfg.Pos{File: "ifcfg-eth0", Line: 3, Col: 5}
	for _, row := range []struct {
		d           ifcfg.Diagnostic
		line, error string
	}{
		{ifcfg.Diagnostic{Pos: at, Severity: ifcfg.Error, Code: "value", Key: "MTU", Message: "is bad"},
			"ifcfg-eth0:3:5: error: MTU: is bad [value]", "ifcfg-eth0:3:5: MTU: is bad"},
		{ifcfg.Diagnostic{Pos: at, Code: "syntax", Message: "odd", Hint: "not shown"},
			"ifcfg-eth0:3:5: warning: odd [syntax]", "ifcfg-eth0:3:5: odd"},
		{ifcfg.Diagnostic{Pos: ifcfg.Pos{File: "ifcfg-eth0"}, Code: "file", Message: "gone"},
			"ifcfg-eth0: warning: gone [file]", "ifcfg-eth0: gone"},
	} {
		if got := row.d.String(); got != row.line {
			t.Errorf("String = %q, want %q", got, row.line)
		}
		if got := row.d.Error(); got != row.error {
			t.Errorf("Error = %q, want %q", got, row.error)
		}
	}
}
