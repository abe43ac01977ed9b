package netroot

import (
	"bytes"
	"slices"
	"testing"
)

// What goes through a wire with a VLAN comes out as it was; what is of another, or of
// none, does not.
func TestTag(t *testing.T) {
	t.Parallel()
	frame := []byte("destinsource\x08\x00what it says")
	tagged := tag(slices.Clone(frame), 5)
	if want := []byte("destinsource\x81\x00\x00\x05\x08\x00what it says"); !bytes.Equal(tagged, want) {
		t.Errorf("tagged: %q", tagged)
	}
	for name, c := range map[string]struct {
		frame []byte
		vlan  uint16
		want  []byte
	}{
		"its own":         {tagged, 5, frame},
		"with a priority": {append([]byte("destinsource\x81\x00\xe0\x05"), frame[addressBytes:]...), 5, frame},
		"of another":      {tagged, 6, nil},
		"of none":         {frame, 5, nil},
		"without VLANs":   {frame, 0, frame},
		"cut off":         {tagged[:14], 5, nil},
		"empty":           {nil, 5, nil},
	} {
		got, ok := untag(c.frame, c.vlan)
		if ok != (c.want != nil) || !bytes.Equal(got, c.want) {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
}
