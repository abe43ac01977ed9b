package ifcfg_test

import (
	"testing"

	"netonce/ifcfg"
)

func TestField(t *testing.T) {
	t.Parallel()
	unset := ifcfg.Field[int]{}
	if unset.IsSet() || unset.Because() != "" {
		t.Errorf("%+v is set", unset)
	}
	if got := unset.Or(7); got.Value != 7 || got.IsSet() {
		t.Errorf("Or = %+v", got)
	}
	set := ifcfg.Field[int]{Value: 0, Pos: ifcfg.Pos{File: "ifcfg-eth0", Line: 3, Col: 5}, Key: "MTU"}
	if got := set.Or(7); got != set {
		t.Errorf("Or = %+v", got)
	}
	if got, want := set.Because(), "ifcfg-eth0:3:5: MTU"; got != want {
		t.Errorf("Because = %q, want %q", got, want)
	}
}
