package dhcp6

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/insomniacslk/dhcp/dhcpv6"
)

var (
	epoch      = time.Unix(1e9, 0)
	testMAC    = net.HardwareAddr{0x02, 0, 0, 0, 0, 0x01}
	testDUID   = LinkLayer(1, testMAC)
	testServer = []byte{0, 3, 0, 1, 2, 0, 0, 0, 0, 9}
	testOther  = []byte{0, 3, 0, 1, 2, 0, 0, 0, 0, 8}
	testOwn    = netip.MustParseAddr("2001:db8::7")
	testPrefix = netip.MustParsePrefix("2001:db8:100::/56")
	equatable  = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})
)

const testIAID = 0x01020304

func testConfig() Config {
	return Config{Interface: "eth1", DUID: testDUID, IAID: testIAID, Address: true}
}

func both() Config {
	cfg := testConfig()
	cfg.Delegate = true
	return cfg
}

func mere() Config {
	cfg := testConfig()
	cfg.Address, cfg.Information = false, true
	return cfg
}

// raw is an option as it is on the wire.
func raw(code uint16, value ...byte) []byte { return options(nil).add(code, value...) }

func text(code uint16, value string) []byte { return raw(code, []byte(value)...) }

func secs(all ...uint32) []byte {
	var b []byte
	for _, s := range all {
		b = binary.BigEndian.AppendUint32(b, s)
	}
	return b
}

func join(parts ...[]byte) []byte {
	var b []byte
	for _, p := range parts {
		b = append(b, p...)
	}
	return b
}

// iana and iapd are IAs of the client.
func iana(t1, t2 uint32, inner ...[]byte) []byte {
	return raw(optIANA, join(secs(testIAID, t1, t2), join(inner...))...)
}

func iapd(t1, t2 uint32, inner ...[]byte) []byte {
	return raw(optIAPD, join(secs(testIAID, t1, t2), join(inner...))...)
}

func addr(a string, preferred, valid uint32, inner ...[]byte) []byte {
	return raw(optIAAddr, join(netip.MustParseAddr(a).AsSlice(), secs(preferred, valid), join(inner...))...)
}

func prefix(p string, preferred, valid uint32, inner ...[]byte) []byte {
	pr := netip.MustParsePrefix(p)
	return raw(optIAPrefix, join(secs(preferred, valid), []byte{byte(pr.Bits())}, pr.Addr().AsSlice(), join(inner...))...)
}

func status(s Status, message string) []byte {
	return raw(optStatus, append([]byte{0, byte(s)}, message...)...)
}

// own is the IA_NA of a right answer.
func own() []byte { return iana(0, 0, addr("2001:db8::7", 1800, 3600)) }

func delegated() []byte { return iapd(0, 0, prefix("2001:db8:100::/56", 1800, 3600)) }

// from is a message of a server to the client.
func from(server []byte, kind Type, xid uint32, parts ...[]byte) *Message {
	return &Message{kind, xid, join(raw(optClientID, testDUID...), raw(optServerID, server...), join(parts...))}
}

func advertise(req *Message, parts ...[]byte) *Message {
	return from(testServer, TypeAdvertise, req.XID, parts...)
}

func reply(req *Message, parts ...[]byte) *Message {
	return from(testServer, TypeReply, req.XID, parts...)
}

// counter gives 1, 2, 3 ... so that every transaction has its own identifier.
func counter() func() uint32 {
	var n uint32
	return func() uint32 { n++; return n }
}

// even is a random that makes for no jitter but what a SOLICIT must have.
func even() uint32 { return 1 << 31 }

func newMachine(t testing.TB, cfg Config, random func() uint32) *Machine {
	t.Helper()
	m, err := NewMachine(cfg, random)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// library is a message of ours as the library reads it.
func library(t testing.TB, m *Message) *dhcpv6.Message {
	t.Helper()
	l, err := dhcpv6.MessageFromBytes(m.bytes())
	if err != nil {
		t.Fatalf("%v does not parse: %v\n%x", m.Type, err, m.bytes())
	}
	return l
}

// single is an address as it is granted.
func single(a netip.Addr) netip.Prefix { return netip.PrefixFrom(a, 128) }

func addrs(list ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range list {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// hours is an hour's lease of an address and a prefix, as a right answer gives it.
func hours(cfg Config) Lease {
	l := Lease{Server: testServer, ClientDUID: testDUID, IAID: testIAID, Lifetime: time.Hour, T1: 15 * time.Minute, T2: 24 * time.Minute}
	if cfg.Address {
		l.Addresses = []Grant{{single(testOwn), 30 * time.Minute, time.Hour}}
	}
	if cfg.Delegate {
		l.Prefixes = []Grant{{testPrefix, 30 * time.Minute, time.Hour}}
	}
	return l
}

// former is cfg with an hour's lease of some age to keep.
func former(cfg Config, age time.Duration, inUse bool) Config {
	cfg.Former = &Former{Lease: hours(cfg), Age: age, InUse: inUse}
	return cfg
}
