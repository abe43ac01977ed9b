package dhcp6

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv6"
)

// seeds are messages of all kinds.
func seeds() [][]byte {
	req := &Message{XID: 7}
	return [][]byte{
		reply(req, own(), delegated(), raw(optRapidCommit)).bytes(),
		advertise(req, iana(600, 1200, addr("2001:db8::7", 1800, 3600, status(Success, "x"))), raw(optPreference, 255)).bytes(),
		reply(req, iana(0, 0, addr("2001:db8::7", 0, 0)), iapd(0, 0, status(NoBinding, ""))).bytes(),
		reply(req, own(), text(optSearch, "\x01a\x02bc\x00"), raw(optDNS, testOwn.AsSlice()...), raw(optNTP, raw(1, testOwn.AsSlice()...)...), raw(optSNTP, testOwn.AsSlice()...)).bytes(),
		reply(req, status(NotOnLink, "no"), raw(optSolMaxRT, secs(60)...), raw(optInfMaxRT, secs(60)...), raw(optRefresh, secs(60)...)).bytes(),
		reply(req, iana(2, 1, addr("ff02::1", 1, 2)), iapd(0, 0, prefix("::/0", 1, 2))).bytes(),
	}
}

// What is a message for us is one for the library too, with the same options; what is
// written again is what was read.
func FuzzMessage(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		m, err := parse(data)
		if !bytes.Equal(before, data) {
			t.Fatal("the data were changed")
		}
		if err != nil {
			return
		}
		if again := m.bytes(); !bytes.Equal(again, data) {
			t.Errorf("%x became %x", data, again)
		}
		if m.Type == 12 || m.Type == 13 { // those of relay agents have another header
			return
		}
		l, err := dhcpv6.MessageFromBytes(data)
		if err != nil {
			return // it looks into options that are no concern of ours
		}
		if byte(m.Type) != byte(l.MessageType) || m.XID != uint32(l.TransactionID[0])<<16|uint32(l.TransactionID[1])<<8|uint32(l.TransactionID[2]) {
			t.Errorf("%v %x, the library %v %x", m.Type, m.XID, l.MessageType, l.TransactionID)
		}
		rest := m.options
		for range l.Options.Options {
			var ok bool
			if _, _, rest, ok = rest.next(); !ok {
				t.Fatal("the library finds more options")
			}
		}
		if len(rest) > 0 {
			t.Error("the library finds fewer options")
		}
	})
}

// Whatever is in a message, the lease that comes of it is one, in every state.
func FuzzReply(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	configs := []Config{both(), testConfig(), mere(), former(testConfig(), time.Minute, false), former(both(), 15*time.Minute, true), former(both(), 58*time.Minute, true)}
	f.Fuzz(func(t *testing.T, data []byte) {
		msg, err := parse(data)
		if err != nil {
			return
		}
		for _, cfg := range configs {
			m := newMachine(t, cfg, counter())
			m.Receive(epoch, msg)
			act := m.Start(epoch)
			for i, at := range []time.Duration{0, time.Second, 10 * time.Second, 20 * time.Second} {
				if act.Lease != nil {
					checkLease(t, *act.Lease)
					break
				}
				if act.Send != nil {
					library(t, act.Send)
				}
				now := epoch.Add(at)
				if i == 2 {
					m.Expire(now)
				}
				// As it is, and as if it were meant for us.
				m.Receive(now, msg)
				kind := TypeReply
				if m.state == Soliciting {
					kind = TypeAdvertise
				}
				server := testServer
				if m.state == Requesting {
					server = m.asked.Server
				}
				act = m.Receive(now, from(server, kind, m.xid, msg.options))
			}
		}
	})
}

func checkLease(t *testing.T, l Lease) {
	t.Helper()
	if err := l.Validate(); err != nil {
		t.Errorf("%+v: %v", l, err)
	}
	l.Age = 0
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
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("error %v:\n%s became\n%s", err, data, again)
	}
}

func FuzzLeaseJSON(f *testing.F) {
	for _, l := range []Lease{fullLease(), mereLease()} {
		data, err := json.Marshal(l)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"server":"AAMAAQ==","client_duid":"AAMAAQ==","addresses":[{"prefix":"2001:db8::1/128","preferred":0,"valid":null}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var l Lease
		if json.Unmarshal(data, &l) != nil || l.Validate() != nil {
			return
		}
		checkLease(t, l)
		// A client that is to keep it gets by with it.
		cfg := both()
		cfg.DUID, cfg.IAID = l.ClientDUID, l.IAID
		for _, inUse := range []bool{true, false} {
			cfg.Former = &Former{Lease: l, Age: l.T1, InUse: inUse}
			m := newMachine(t, cfg, counter())
			act := m.Start(epoch)
			library(t, act.Send)
			act = m.Receive(epoch, &Message{TypeReply, m.xid, join(raw(optClientID, cfg.DUID...), raw(optServerID, l.Server...), own())})
			if act.Lease != nil {
				checkLease(t, *act.Lease)
			}
		}
	})
}
