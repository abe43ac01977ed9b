package dhcp4

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

var epoch = time.Unix(1e9, 0)

// counter gives 1, 2, 3 ... so that every transaction has its own identifier.
func counter() func() uint32 {
	var n uint32
	return func() uint32 { n++; return n }
}

func newMachine(t *testing.T, cfg Config, random func() uint32) *Machine {
	t.Helper()
	m, err := NewMachine(cfg, random)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// requesting is a machine that has sent its first REQUEST.
func requesting(t *testing.T, cfg Config) (*Machine, *dhcpv4.DHCPv4) {
	t.Helper()
	m := newMachine(t, cfg, counter())
	act := m.Receive(epoch, offerTo(m.Start(epoch).Send))
	if act.Send == nil || m.State() != Requesting {
		t.Fatalf("offer not taken: %v", act.Ignored)
	}
	return m, act.Send
}

func TestMachineMessages(t *testing.T) {
	cfg := testConfig()
	cfg.Hostname = "host"
	cfg.VendorClass = "class"
	cfg.Requested = testOwn
	m := newMachine(t, cfg, counter())
	d := m.Start(epoch).Send
	want := map[uint8][]byte{
		12: []byte("host"), 50: {192, 0, 2, 7}, 53: {1}, 55: parameterRequest,
		57: {0x05, 0xc0}, 60: []byte("class"), 61: {1, 2, 0, 0, 0, 0, 1}, 80: {},
	}
	checkOptions(t, "DISCOVER", d, want)
	delete(want, 80)
	if d.OpCode != dhcpv4.OpcodeBootRequest || d.HWType != 1 || d.IsBroadcast() || d.NumSeconds != 0 ||
		!bytes.Equal(d.ClientHWAddr, testMAC) {
		t.Errorf("DISCOVER header: %v", d.Summary())
	}
	if bytes.IndexByte(parameterRequest, 121) > bytes.IndexByte(parameterRequest, 3) {
		t.Error("121 is asked for after 3")
	}

	d = m.Expire(epoch.Add(5 * time.Second)).Send
	r := m.Receive(epoch.Add(7*time.Second), offerTo(d, yiaddr("192.0.2.9"))).Send
	want[50], want[53], want[54] = []byte{192, 0, 2, 9}, []byte{3}, []byte{192, 0, 2, 1}
	checkOptions(t, "REQUEST", r, want)
	if d.NumSeconds != 5 || r.NumSeconds != 5 {
		t.Errorf("secs %d and %d: a REQUEST repeats its DISCOVER's", d.NumSeconds, r.NumSeconds)
	}
	if r.TransactionID != d.TransactionID || r.ClientIPAddr != nil {
		t.Errorf("REQUEST header: %v", r.Summary())
	}
}

func checkOptions(t *testing.T, what string, m *dhcpv4.DHCPv4, want map[uint8][]byte) {
	t.Helper()
	for code, v := range want {
		if !bytes.Equal(m.Options[code], v) {
			t.Errorf("%s: option %d is %x, want %x", what, code, m.Options[code], v)
		}
	}
	for code := range m.Options {
		if _, ok := want[code]; !ok {
			t.Errorf("%s: option %d not wanted", what, code)
		}
	}
}

func TestMachineNames(t *testing.T) {
	cfg := testConfig()
	cfg.Hostname, cfg.FQDN = "host", "host.example"
	d := newMachine(t, cfg, counter()).Start(epoch).Send
	if got := d.Options[81]; string(got) != "\x05\x00\x00\x04host\x07example\x00" || d.Options[12] != nil {
		t.Errorf("option 81 %q, option 12 %q", got, d.Options[12])
	}
	if got := string(fqdnOption("host")); got != "\x05\x00\x00\x04host" {
		t.Errorf("partial name %q", got)
	}
	if got := string(fqdnOption("host.")); got != "\x05\x00\x00\x04host\x00" {
		t.Errorf("full name of one label %q", got)
	}
	cfg.FQDN, cfg.VendorClass = "bad name", strings.Repeat("v", 256)
	d = newMachine(t, cfg, counter()).Start(epoch).Send
	if d.Options[81] != nil || d.Options[60] != nil || string(d.Options[12]) != "host" {
		t.Errorf("options %v", d.Options)
	}
}

// RFC 4390: no chaddr, but a client identifier and the broadcast flag.
func TestMachineInfiniBand(t *testing.T) {
	cfg := Config{HardwareAddr: net.HardwareAddr(bytes.Repeat([]byte{0xab}, 20))}
	m := newMachine(t, cfg, counter())
	d := m.Start(epoch).Send
	if d.HWType != 32 || len(d.ClientHWAddr) != 0 || !d.IsBroadcast() || len(d.Options[61]) != 9 || d.Options[61][0] != 32 {
		t.Errorf("DISCOVER %v", d.Summary())
	}
	if act := m.Receive(epoch, offerTo(d)); act.Send == nil {
		t.Errorf("offer ignored: %v", act.Ignored)
	}
}

func TestMachineBadConfig(t *testing.T) {
	for _, cfg := range []Config{{}, {HardwareAddr: make([]byte, 17)}, {HardwareAddr: testMAC, ClientID: make([]byte, 256)}} {
		if _, err := NewMachine(cfg, counter()); err == nil {
			t.Errorf("%+v: no error", cfg)
		}
	}
}

func TestMachineBound(t *testing.T) {
	cfg := testConfig()
	cfg.ClientID = []byte{0, 'm', 'e'}
	m, r := requesting(t, cfg)
	act := m.Receive(epoch, ackTo(r, text(12, "a b"), opt(61, 0, 'm', 'e')))
	if act.Lease == nil || m.State() != Bound || len(act.Dropped) != 1 || string(act.Lease.ClientID) != "\x00me" {
		t.Fatalf("%+v, state %v", act, m.State())
	}
	if act := m.Receive(epoch, ackTo(r)); act.Lease != nil || act.Ignored == nil {
		t.Errorf("a second ACK: %+v", act)
	}
	if act := m.Expire(epoch); act.Send != nil || !act.Wake.IsZero() {
		t.Errorf("Expire when bound: %+v", act)
	}
}

func TestMachineIgnores(t *testing.T) {
	header := func(f func(m *dhcpv4.DHCPv4)) change { return f }
	anyKind := map[string]change{
		"wrong xid":         header(func(m *dhcpv4.DHCPv4) { m.TransactionID[3]++ }),
		"wrong chaddr":      header(func(m *dhcpv4.DHCPv4) { m.ClientHWAddr = net.HardwareAddr{2, 0, 0, 0, 0, 9} }),
		"long chaddr":       header(func(m *dhcpv4.DHCPv4) { m.ClientHWAddr = append(bytes.Clone(testMAC), 0) }),
		"no chaddr":         header(func(m *dhcpv4.DHCPv4) { m.ClientHWAddr = nil }),
		"a request":         header(func(m *dhcpv4.DHCPv4) { m.OpCode = dhcpv4.OpcodeBootRequest }),
		"foreign client id": opt(61, 1, 2, 3),
		"empty client id":   opt(61),
		"no type":           without(53),
		"type twice":        opt(53, 2, 2),
		"type INFORM":       opt(53, 8),
		"no server":         without(54),
	}
	valid := map[string]change{
		"no lease time":   without(51),
		"zero lease time": opt(51, 0, 0, 0, 0),
		"no address":      yiaddr("0.0.0.0"),
	}
	other := map[string]change{
		"other server":  opt(54, 192, 0, 2, 2),
		"other address": yiaddr("192.0.2.8"),
	}
	check := func(t *testing.T, state State, kind dhcpv4.MessageType, sets ...map[string]change) {
		for _, set := range sets {
			for name, c := range set {
				t.Run(state.String()+"/"+kind.String()+"/"+name, func(t *testing.T) {
					m := newMachine(t, testConfig(), counter())
					req := m.Start(epoch).Send
					if state == Requesting {
						m, req = requesting(t, testConfig())
					}
					act := m.Receive(epoch, answer(req, kind, c))
					if act.Ignored == nil || act.Send != nil || act.Lease != nil || !act.Wake.IsZero() || m.State() != state {
						t.Errorf("%+v, state %v", act, m.State())
					}
				})
			}
		}
	}
	none := map[string]change{"as it is": func(*dhcpv4.DHCPv4) {}}
	check(t, Selecting, dhcpv4.MessageTypeOffer, anyKind, valid)
	check(t, Selecting, dhcpv4.MessageTypeAck, none)
	check(t, Selecting, dhcpv4.MessageTypeNak, none)
	check(t, Requesting, dhcpv4.MessageTypeAck, anyKind, valid, other)
	check(t, Requesting, dhcpv4.MessageTypeOffer, none)
	delete(other, "other address")
	check(t, Requesting, dhcpv4.MessageTypeNak, anyKind, other)

	m := newMachine(t, testConfig(), counter())
	if act := m.Receive(epoch, offerTo(anyRequest)); act.Ignored == nil {
		t.Error("an offer was taken before Start")
	}
}

func TestMachineReject(t *testing.T) {
	cfg := testConfig()
	cfg.Reject = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/30")}
	m := newMachine(t, cfg, counter())
	d := m.Start(epoch).Send
	if act := m.Receive(epoch, offerTo(d)); act.Ignored == nil || errors.Is(act.Ignored, errForeign) {
		t.Errorf("rejected server: %+v", act)
	}
	if act := m.Receive(epoch, offerTo(d, opt(54, 192, 0, 2, 4))); act.Send == nil {
		t.Errorf("other server: %v", act.Ignored)
	}
}

func TestMachineNak(t *testing.T) {
	cfg := testConfig()
	cfg.Requested = testOwn
	m, r := requesting(t, cfg)
	act := m.Receive(epoch, nakTo(r, text(56, "wrong\nnet")))
	var refusal *Refusal
	if !errors.As(act.Restart, &refusal) || refusal.Error() != "server 192.0.2.1 refused 192.0.2.7: wrong?net" {
		t.Fatalf("restart %v", act.Restart)
	}
	if act.Send == nil || act.Send.MessageType() != dhcpv4.MessageTypeDiscover || act.Send.TransactionID == r.TransactionID {
		t.Fatalf("no new DISCOVER: %+v", act)
	}
	if act.Send.Options[50] != nil {
		t.Error("the refused address is asked for again")
	}
	// The next ones make it pause, longer each time.
	for _, pause := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 64} {
		r = m.Receive(epoch, offerTo(act.Send)).Send
		act = m.Receive(epoch, nakTo(r))
		if act.Send != nil || act.Wake != epoch.Add(pause*time.Second) || m.State() != Init || act.Restart == nil {
			t.Fatalf("pause %d: %+v, state %v", pause, act, m.State())
		}
		if got := m.Receive(epoch, offerTo(r)); got.Ignored == nil {
			t.Error("an offer was taken in INIT")
		}
		act = m.Expire(act.Wake)
	}
}

func TestMachineRetransmission(t *testing.T) {
	for _, edge := range []struct {
		random uint32
		offset time.Duration
	}{{0, -time.Second}, {1 << 31, 0}, {1<<32 - 1, time.Second}} {
		m := newMachine(t, testConfig(), func() uint32 { return edge.random })
		now := epoch
		act := m.Start(now)
		first := act.Send.TransactionID
		for _, want := range []time.Duration{4, 8, 16, 32, 64, 64, 64} {
			got := act.Wake.Sub(now)
			if d := got - want*time.Second - edge.offset; d < -time.Nanosecond || d > 0 {
				t.Errorf("random %d: waits %v for %v s", edge.random, got, want)
			}
			now = act.Wake
			act = m.Expire(now)
			if act.Send.TransactionID != first || act.Send.NumSeconds != uint16(now.Sub(epoch)/time.Second) {
				t.Errorf("retransmission has xid %v, secs %d", act.Send.TransactionID, act.Send.NumSeconds)
			}
		}
	}
}

// An offer whose REQUESTs nobody answers is given up after four and 60 s.
func TestMachineRequestUnanswered(t *testing.T) {
	m, r := requesting(t, testConfig())
	m.rand = func() uint32 { return 1 << 31 }
	now := epoch.Add(4 * time.Second)
	for _, wait := range []time.Duration{8, 16, 32} {
		act := m.Expire(now)
		if act.Send.MessageType() != dhcpv4.MessageTypeRequest || act.Send.TransactionID != r.TransactionID || act.Send.NumSeconds != 0 {
			t.Fatalf("%v", act.Send)
		}
		if got := act.Wake.Sub(now); got != wait*time.Second {
			t.Errorf("waits %v, want %v s", got, wait)
		}
		now = act.Wake
	}
	act := m.Expire(now)
	if act.Send.MessageType() != dhcpv4.MessageTypeDiscover || act.Restart != errNoAck || m.State() != Selecting {
		t.Fatalf("%+v", act)
	}
	if act.Send.TransactionID == r.TransactionID || act.Send.NumSeconds != 60 || act.Wake.Sub(now) != 4*time.Second {
		t.Errorf("xid %v, secs %d, waits %v", act.Send.TransactionID, act.Send.NumSeconds, act.Wake.Sub(now))
	}
}

func TestSecondsSince(t *testing.T) {
	for d, want := range map[time.Duration]uint16{-time.Hour: 0, 999 * time.Millisecond: 0, 100 * time.Hour: 65535} {
		if got := secondsSince(epoch, epoch.Add(d)); got != want {
			t.Errorf("%v: %d", d, got)
		}
	}
}
