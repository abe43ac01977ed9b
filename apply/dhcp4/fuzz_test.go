package dhcp4

import (
	"encoding/json"
	"net/netip"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

func FuzzFrame(f *testing.F) {
	f.Add(replyPacket([]byte("reply")))
	f.Add(replyPacket(offerTo(anyRequest).ToBytes()))
	f.Add(wrap([]byte("request"), netip.Addr{}, netip.Addr{}))
	f.Fuzz(func(t *testing.T, packet []byte) {
		payload, err := unwrap(packet)
		if err == nil && len(payload) > len(packet)-ipHeader-udpHeader {
			t.Errorf("%d bytes out of %d", len(payload), len(packet))
		}
		// What we wrap for the other direction comes back whole, but for the port.
		if len(packet) > maxPacket-ipHeader-udpHeader {
			return
		}
		p := wrap(packet, netip.Addr{}, netip.Addr{})
		p[ipHeader+3] = clientPort
		if back, err := unwrap(p); err != nil || string(back) != string(packet) {
			t.Errorf("wrapped: %d bytes became %d, error %v", len(packet), len(back), err)
		}
	})
}

func FuzzReply(f *testing.F) {
	f.Add(offerTo(anyRequest, opt(28, 192, 0, 2, 255), opt(3, 192, 0, 2, 1), opt(121, manyRoutes(3)...)).ToBytes())
	f.Add(ackTo(anyRequest, text(12, "host"), text(15, "a.example b"), opt(119, 1, 'a', 0, 1, 'b', 0xc0, 0)).ToBytes())
	f.Add(ackTo(anyRequest, opt(52, 3), opt(58, 0, 0, 0, 9), opt(59, 0, 0, 0, 19), opt(26, 5, 0)).ToBytes())
	f.Add(ackTo(anyRequest, opt(33, 10, 0, 0, 0, 192, 0, 2, 1), opt(6, 8, 8, 8, 8), opt(42, 8, 8, 4, 4)).ToBytes())
	f.Add(nakTo(anyRequest, text(56, "no")).ToBytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		msg, err := parseReply(data)
		if err != nil {
			return
		}
		if l, _, err := interpret(msg); err == nil {
			if err := l.Validate(); err != nil {
				t.Errorf("%+v: %v", l, err)
			}
			storeAndRead(t, l)
		}
		// The machine takes it in every state without a fall.
		m, err := NewMachine(testConfig(), func() uint32 { return 7 })
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(0, 0)
		m.Receive(now, msg)
		discover := m.Start(now).Send
		msg.OpCode, msg.TransactionID, msg.ClientHWAddr = dhcpv4.OpcodeBootReply, discover.TransactionID, testMAC
		m.Receive(now, msg)
		m.Receive(now, offerTo(discover))
		msg.YourIPAddr = testOwn.AsSlice()
		act := m.Receive(now, msg)
		if act.Lease != nil && act.Lease.Validate() != nil {
			t.Errorf("bound to %+v", act.Lease)
		}
	})
}

func storeAndRead(t *testing.T, l Lease) {
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatalf("%+v: %v", l, err)
	}
	var back Lease
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if err := back.Validate(); err != nil {
		t.Errorf("%s: %v", data, err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(data) {
		t.Errorf("error %v:\n%s became\n%s", err, data, again)
	}
}

func FuzzLeaseJSON(f *testing.F) {
	data, err := json.Marshal(fullLease())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"address":"10.0.0.1/8","server":"10.0.0.2","lifetime":4294967295,"t1":4294967295,"t2":4294967295}`))
	f.Add([]byte(`{"lifetime":1e-320,"t1":null,"routes":[{}],"dns":[""]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var l Lease
		if json.Unmarshal(data, &l) != nil || l.Validate() != nil {
			return
		}
		out, err := json.Marshal(l)
		if err != nil {
			t.Fatalf("%+v: %v", l, err)
		}
		if err := json.Unmarshal(out, &l); err != nil {
			t.Errorf("%s: %v", out, err)
		}
	})
}
