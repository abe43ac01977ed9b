package ifcfg_test

import "testing"

// The derived UUIDs are NetworkManager's: scripts know them.
func TestDerivedUUID(t *testing.T) {
	t.Parallel()
	if got, want := profileOf(t, "DEVICE=eth0\n").Identity(), "5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03"; got != want {
		t.Errorf("UUID of ifcfg-eth0 is %s, want %s", got, want)
	}
	if got, want := profileOf(t, "DEVICE=eth0\nUUID=none\n").Identity(), "5fb06bd0-0bb0-7ffb-45f1-d6edd65f3e03"; got != want {
		t.Errorf("UUID of a profile with a bad one is %s, want %s", got, want)
	}
}
