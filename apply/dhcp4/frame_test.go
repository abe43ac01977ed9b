package dhcp4

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"testing"
)

// The golden packet was summed by hand: IP words 45c0+0020+4011+ffff+ffff, UDP
// words 0044+0043+000c+6869+6a00 with pseudo-header ffff+ffff+0011+000c.
func TestWrapBroadcast(t *testing.T) {
	got := hex.EncodeToString(wrap([]byte("hij\x00"), netip.Addr{}, netip.Addr{}))
	want := "45c000200000000040117a0e" + "00000000ffffffff" + "00440043000c2ce6" + "68696a00"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A receiver sums over everything, checksum included, and must get nought.
func TestWrapBroadcastChecksums(t *testing.T) {
	for n := range 600 {
		p := wrap(bytes.Repeat([]byte{0xff, byte(n)}, n)[:n], netip.Addr{}, netip.Addr{})
		if checksum(0, p[:ipHeader]) != 0 {
			t.Fatalf("%d bytes: IP checksum wrong", n)
		}
		pseudo := sum(protoUDP+uint32(len(p)-ipHeader), p[12:ipHeader])
		if checksum(pseudo, p[ipHeader:]) != 0 {
			t.Fatalf("%d bytes: UDP checksum wrong", n)
		}
	}
}

func TestUnwrap(t *testing.T) {
	good := replyPacket([]byte("reply"))
	alter := func(f func(p []byte) []byte) []byte { return f(bytes.Clone(good)) }
	fixed := func(p []byte, header int) []byte {
		p[10], p[11] = 0, 0
		c := checksum(0, p[:header])
		p[10], p[11] = byte(c>>8), byte(c)
		return p
	}
	cases := []struct {
		name   string
		packet []byte
		ok     bool
	}{
		{"good", good, true},
		{"Ethernet padding behind", append(bytes.Clone(good), 0, 0, 0), true},
		{"partial UDP checksum", alter(func(p []byte) []byte { p[26], p[27] = 0x12, 0x34; return p }), true},
		{"IP options", alter(func(p []byte) []byte {
			p = append(append(bytes.Clone(p[:20]), 1, 1, 1, 1), p[20:]...)
			p[0], p[3] = 0x46, p[3]+4
			return fixed(p, 24)
		}), true},
		{"empty", nil, false},
		{"header only", good[:20], false},
		{"cut", good[:len(good)-1], false},
		{"IPv6", alter(func(p []byte) []byte { p[0] = 0x65; return p }), false},
		{"IHL 4", alter(func(p []byte) []byte { p[0] = 0x44; return fixed(p, 20) }), false},
		{"IHL beyond the end", alter(func(p []byte) []byte { p[0] = 0x4f; return p }), false},
		{"header checksum", alter(func(p []byte) []byte { p[11]++; return p }), false},
		{"more fragments", alter(func(p []byte) []byte { p[6] = 0x20; return fixed(p, 20) }), false},
		{"later fragment", alter(func(p []byte) []byte { p[7] = 1; return fixed(p, 20) }), false},
		{"do not fragment", alter(func(p []byte) []byte { p[6] = 0x40; return fixed(p, 20) }), true},
		{"TCP", alter(func(p []byte) []byte { p[9] = 6; return fixed(p, 20) }), false},
		{"port 69", alter(func(p []byte) []byte { p[23] = 69; return p }), false},
		{"UDP length 7", alter(func(p []byte) []byte { p[25] = 7; return p }), false},
		{"UDP longer than IP", alter(func(p []byte) []byte { p[25]++; return p }), false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := unwrap(c.packet)
			if ok := err == nil && string(got) == "reply"; ok != c.ok {
				t.Errorf("got %q, error %v; want ok %v", got, err, c.ok)
			}
		})
	}
}
