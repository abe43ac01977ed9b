package kernel_test

import (
	"bytes"
	"slices"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

// add seeds a fuzz test with the answers that this host's kernel gives to a dump.
func add(f *testing.F, request int) {
	f.Helper()
	rib, err := syscall.NetlinkRIB(request, unix.AF_UNSPEC)
	if err != nil {
		f.Fatal(err)
	}
	messages, err := syscall.ParseNetlinkMessage(rib)
	if err != nil {
		f.Fatal(err)
	}
	for _, m := range messages {
		f.Add(m.Data)
	}
}

// A datagram is cut into messages as the standard library does it.
func FuzzMessages(f *testing.F) {
	rib, err := syscall.NetlinkRIB(unix.RTM_GETLINK, unix.AF_UNSPEC)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(rib)
	f.Add(rib[:len(rib)-1])
	f.Add([]byte{17, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := kernel.AppendMessages(nil, b)
		want, wantErr := syscall.ParseNetlinkMessage(b)
		if (err == nil) != (wantErr == nil) || err == nil && !slices.EqualFunc(got, want, func(a, b syscall.NetlinkMessage) bool {
			return a.Header == b.Header && bytes.Equal(a.Data, b.Data)
		}) {
			t.Errorf("%v, %v, not %v, %v", got, err, want, wantErr)
		}
	})
}

func FuzzParseLink(f *testing.F) {
	add(f, unix.RTM_GETLINK)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = kernel.ParseLink(b)
		kernel.EventOf(unix.RTM_NEWLINK, b)
	})
}

func FuzzParseVLANs(f *testing.F) {
	add(f, unix.RTM_GETLINK)
	f.Add(kernel.VLANAnswer(7))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, list, _ := kernel.ParseVLANs(b)
		for _, v := range list {
			if v.First > v.Last {
				t.Errorf("a range that ends before it begins: %v", v)
			}
		}
	})
}

func FuzzParseAddress(f *testing.F) {
	add(f, unix.RTM_GETADDR)
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, _, err := kernel.ParseAddress(b); err == nil && !a.Prefix.IsValid() {
			t.Error("an address that is none")
		}
		kernel.EventOf(unix.RTM_NEWADDR, b)
	})
}

func FuzzParseRoute(f *testing.F) {
	add(f, unix.RTM_GETROUTE)
	f.Fuzz(func(t *testing.T, b []byte) { _ = kernel.ParseRoute(b) })
}

func FuzzParseRule(f *testing.F) {
	add(f, unix.RTM_GETRULE)
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, ours, err := kernel.ParseRule(b); err == nil && ours && !r.Satisfies(&r) && r.Priority.Set {
			t.Errorf("%+v is not itself", r)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add(uint16(0), []byte{0, 0, 0, 0})
	f.Add(uint16(unix.NLM_F_ACK_TLVS|unix.NLM_F_CAPPED), append([]byte{0xea, 0xff, 0xff, 0xff}, make([]byte, 24)...))
	f.Fuzz(func(t *testing.T, flags uint16, b []byte) {
		_ = kernel.Answer(syscall.NetlinkMessage{Header: syscall.NlMsghdr{Flags: flags}, Data: b})
	})
}

func FuzzParseEthtool(f *testing.F) {
	// Bits 3 of a set: one "rx-gro", on; a number 6; a word 2.
	f.Add([]byte("\x24\x00\x02\x80\x20\x00\x03\x80\x1c\x00\x01\x80\x08\x00\x01\x00\x00\x00\x00\x00\x0b\x00\x02\x00rx-gro\x00\x00\x04\x00\x03\x00"))
	f.Add([]byte("\x08\x00\x06\x00\x00\x10\x00\x00\x05\x00\x02\x00\x01\x00\x00\x00"))
	asked := network.Options{{Name: "gro", Value: "on"}, {Name: "tso", Value: "off"}, {Name: "autoneg", Value: "on"}}
	f.Fuzz(func(t *testing.T, b []byte) { kernel.ParseEthtool(b, asked) })
}

func FuzzFamilyID(f *testing.F) {
	f.Add([]byte{1, 2, 0, 0, 6, 0, 1, 0, 0x15, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		if id, err := kernel.FamilyID(b); (id == 0) != (err != nil) {
			t.Errorf("%d, %v", id, err)
		}
	})
}

func FuzzRouterEvents(f *testing.F) {
	f.Add(uint16(unix.RTM_NEWNDUSEROPT), []byte("\x0a\x00\x08\x00\x02\x00\x00\x00\x86\x00\x00\x00\x00\x00\x00\x00\x19\x01\x00\x00\x00\x00\x00\x00"))
	f.Add(uint16(unix.RTM_NEWPREFIX), []byte("\x0a\x00\x00\x00\x02\x00\x00\x00\x03\x40\x03\x00"))
	f.Add(uint16(unix.RTM_NEWLINK), []byte("\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0c\x00\x0c\x80\x08\x00\x01\x00\xe0\x00\x00\x80"))
	f.Fuzz(func(t *testing.T, kind uint16, b []byte) {
		e, ok := kernel.EventOf(kind, b)
		if n := count(e.Link != nil) + count(e.Address != nil) + count(e.Router != nil); ok && n != 1 {
			t.Errorf("an event of several kinds, or of none: %+v", e)
		}
	})
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}
