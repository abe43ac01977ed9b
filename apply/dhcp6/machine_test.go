package dhcp6

import (
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// golden is what a message is made of, in hex without blanks.
func golden(parts ...string) string { return strings.ReplaceAll(strings.Join(parts, ""), " ", "") }

const (
	gClient = "0001 000a 0003 0001 020000000001"
	gServer = "0002 000a 0003 0001 020000000009"
	gRapid  = "000e 0000"
	gORO    = "0006 000a 0017 0018 001f 0038 0052"
	gNA     = "0003 000c 01020304 00000000 00000000"
	gPD     = "0019 000c 01020304 00000000 00000000"
	gNAFull = "0003 0028 01020304 00000000 00000000 0005 0018 20010db8000000000000000000000007 00000000 00000000"
	gPDFull = "0019 0029 01020304 00000000 00000000 001a 0019 00000000 00000000 38 20010db8010000000000000000000000"
)

func gElapsed(hundredths string) string { return "0008 0002 " + hundredths }

// What goes over the wire in each state, byte for byte (RFC 8415 18.2).
func TestMachineMessages(t *testing.T) {
	t.Parallel()
	named := testConfig()
	named.FQDN, named.FQDNFlags = "host.example", FlagS
	noRapid := testConfig()
	noRapid.NoRapid = true
	hinted, length := both(), both()
	hinted.Hint, length.Hint = testPrefix, netip.MustParsePrefix("::/56")
	request := func(cfg Config) *Message {
		m := newMachine(t, cfg, counter())
		d := m.Start(epoch).Send
		m.Receive(epoch, advertise(d, own(), delegated()))
		return m.Expire(epoch.Add(time.Second)).Send
	}
	start := func(cfg Config) *Message { return newMachine(t, cfg, counter()).Start(epoch).Send }
	for _, c := range []struct {
		name string
		msg  *Message
		want string
	}{
		{"SOLICIT", start(testConfig()), golden("01", gClient, gElapsed("0000"), gRapid, gORO, gNA)},
		{"SOLICIT for both", start(both()), golden("01", gClient, gElapsed("0000"), gRapid, gORO, gNA, gPD)},
		{"SOLICIT without rapid commit", start(noRapid), golden("01", gClient, gElapsed("0000"), gORO, gNA)},
		{"SOLICIT for a prefix", start(hinted), golden("01", gClient, gElapsed("0000"), gRapid, gORO, gNA, gPDFull)},
		{"SOLICIT for a length", start(length), golden("01", gClient, gElapsed("0000"), gRapid, gORO, gNA,
			"0019 0029 01020304 00000000 00000000 001a 0019 00000000 00000000 38 00000000000000000000000000000000")},
		{"SOLICIT with names", start(named), golden("01", gClient, gElapsed("0000"), gRapid,
			"0027 000f 01 04686f7374 076578616d706c65 00", "0006 000c 0017 0018 001f 0038 0052 0027", gNA)},
		{"REQUEST", request(testConfig()), golden("03", gClient, gElapsed("0000"), gServer, gORO, gNAFull)},
		{"REQUEST for both", request(both()), golden("03", gClient, gElapsed("0000"), gServer, gORO, gNAFull, gPDFull)},
		{"CONFIRM", start(former(testConfig(), time.Minute, false)), golden("04", gClient, gElapsed("0000"), gNAFull)},
		{"RENEW", start(former(both(), 16*time.Minute, true)), golden("05", gClient, gElapsed("0000"), gServer, gORO, gNAFull, gPDFull)},
		{"REBIND", start(former(both(), 25*time.Minute, true)), golden("06", gClient, gElapsed("0000"), gORO, gNAFull, gPDFull)},
		{"REBIND for a CONFIRM", start(former(both(), time.Minute, false)), golden("06", gClient, gElapsed("0000"), gORO, gNAFull, gPDFull)},
		{"INFORMATION-REQUEST", start(mere()), golden("0b", gClient, gElapsed("0000"), "0006 000c 0017 0018 001f 0038 0020 0053")},
	} {
		got := hex.EncodeToString(c.msg.bytes())
		if got = got[:2] + got[8:]; got != c.want { // but for the transaction
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
	if got := string(fqdnOption(FlagN, "host")); got != "\x04\x04host" {
		t.Errorf("partial name %q", got)
	}
}

func TestMachineBadConfig(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Config){
		"no DUID": func(c *Config) { c.DUID = nil }, "short DUID": func(c *Config) { c.DUID = []byte{0, 1} },
		"long DUID": func(c *Config) { c.DUID = make([]byte, 131) }, "nothing": func(c *Config) { c.Address = false },
		"all": func(c *Config) { c.Information = true },
	} {
		cfg := testConfig()
		change(&cfg)
		if _, err := NewMachine(cfg, counter()); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	cfg := both()
	cfg.FQDN, cfg.FQDNFlags = "a b", 0xff
	cfg.Hint = netip.MustParsePrefix("ff02::/16")
	notes := cfg.clean()
	if len(notes) != 2 || cfg.FQDN != "" || cfg.FQDNFlags != FlagN || cfg.Hint.IsValid() {
		t.Errorf("%q: %+v", notes, cfg)
	}
}

// From SOLICIT to REPLY: the best offer of the first wait, or the first after it.
func TestMachineAdvertise(t *testing.T) {
	t.Parallel()
	pref := func(p byte) []byte { return raw(optPreference, p) }
	type offered struct {
		server []byte
		parts  []byte
	}
	for _, c := range []struct {
		name  string
		all   []offered
		early bool
		want  []byte // nil for none
	}{
		{"one", []offered{{testServer, own()}}, false, testServer},
		{"first of equals", []offered{{testServer, own()}, {testOther, own()}}, false, testServer},
		{"preferred", []offered{{testServer, own()}, {testOther, join(own(), pref(1))}}, false, testOther},
		{"not less preferred", []offered{{testServer, join(own(), pref(2))}, {testOther, join(own(), delegated(), pref(1))}}, false, testServer},
		{"more of what is asked for", []offered{{testServer, own()}, {testOther, join(own(), delegated())}}, false, testOther},
		{"most preferred", []offered{{testServer, own()}, {testOther, join(own(), pref(255))}}, true, testOther},
		{"most preferred without anything", []offered{{testServer, own()}, {testOther, pref(255)}}, false, testServer},
		{"preference of two bytes", []offered{{testServer, own()}, {testOther, join(own(), raw(optPreference, 255, 255))}}, false, testServer},
		{"none there", []offered{{testServer, iana(0, 0, status(NoAddrsAvail, ""))}, {testOther, status(NoAddrsAvail, "")}}, false, nil},
	} {
		m := newMachine(t, both(), counter())
		solicit := m.Start(epoch)
		var act Action
		for _, o := range c.all {
			if act = m.Receive(epoch.Add(time.Millisecond), from(o.server, TypeAdvertise, solicit.Send.XID, o.parts)); act.Send != nil {
				break
			}
		}
		if (act.Send != nil) != c.early {
			t.Errorf("%s: sent before its time: %v", c.name, act.Send)
			continue
		}
		if !c.early {
			act = m.Expire(solicit.Wake)
		}
		if got, _ := act.Send.options.get(optServerID); string(got) != string(c.want) || (m.State() == Requesting) != (c.want != nil) {
			t.Errorf("%s: asked server %x in %v", c.name, got, m.State())
		}
		if c.want != nil {
			continue
		}
		act = m.Receive(epoch.Add(2*time.Second), from(testOther, TypeAdvertise, act.Send.XID, own()))
		if act.Send == nil || m.State() != Requesting {
			t.Errorf("%s: an offer after the first wait is not taken at once: %+v", c.name, act)
		}
	}
}

// requesting is a machine that has sent its first REQUEST.
func requesting(t *testing.T, cfg Config) (*Machine, *Message) {
	t.Helper()
	m := newMachine(t, cfg, counter())
	act := m.Receive(epoch, advertise(m.Start(epoch).Send, own(), delegated(), raw(optPreference, 255)))
	if act.Send == nil || m.State() != Requesting {
		t.Fatalf("offer not taken: %v", act.Ignored)
	}
	return m, act.Send
}

func TestMachineBound(t *testing.T) {
	t.Parallel()
	m, r := requesting(t, both())
	act := m.Receive(epoch.Add(2*time.Second), reply(r, own(), delegated(), raw(optDNS, 1, 2)))
	if act.Lease == nil || m.State() != Bound || len(act.Dropped) != 1 {
		t.Fatalf("%+v, state %v", act, m.State())
	}
	want := hours(both())
	want.Age = 2 * time.Second
	if diff := cmp.Diff(want, *act.Lease, equatable); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if act := m.Receive(epoch, reply(r, own())); act.Lease != nil || act.Ignored == nil {
		t.Errorf("a second REPLY: %+v", act)
	}
	if act := m.Expire(epoch); act.Send != nil || !act.Wake.IsZero() {
		t.Errorf("Expire when bound: %+v", act)
	}
}

func TestMachineRapid(t *testing.T) {
	t.Parallel()
	m := newMachine(t, testConfig(), counter())
	s := m.Start(epoch).Send
	if act := m.Receive(epoch, reply(s, own())); !errors.Is(act.Ignored, errForeign) {
		t.Errorf("REPLY without rapid commit: %+v", act)
	}
	if act := m.Receive(epoch, reply(s, raw(optRapidCommit), status(NoAddrsAvail, ""))); act.Ignored == nil || m.State() != Soliciting {
		t.Errorf("REPLY with nothing: %+v", act)
	}
	if act := m.Receive(epoch, reply(s, raw(optRapidCommit), own())); act.Lease == nil {
		t.Errorf("%+v", act)
	}
	cfg := testConfig()
	cfg.NoRapid = true
	m = newMachine(t, cfg, counter())
	if act := m.Receive(epoch, reply(m.Start(epoch).Send, raw(optRapidCommit), own())); !errors.Is(act.Ignored, errForeign) {
		t.Errorf("rapid commit that was not asked for: %+v", act)
	}
}

func TestMachineInformation(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		part []byte
		want time.Duration
	}{
		{"default", nil, 24 * time.Hour}, {"given", raw(optRefresh, secs(7200)...), 2 * time.Hour},
		{"too soon", raw(optRefresh, secs(599)...), 10 * time.Minute}, {"never", raw(optRefresh, secs(1<<32-1)...), Forever},
		{"cut short", raw(optRefresh, 1), 24 * time.Hour},
	} {
		m := newMachine(t, mere(), counter())
		act := m.Receive(epoch.Add(time.Second), reply(m.Start(epoch).Send, own(), raw(optDNS, testOwn.AsSlice()...), c.part))
		want := Lease{Server: testServer, ClientDUID: testDUID, IAID: testIAID, DNS: []netip.Addr{testOwn}, Refresh: c.want, Age: time.Second}
		if act.Lease == nil {
			t.Fatalf("%s: %+v", c.name, act)
		}
		if diff := cmp.Diff(want, *act.Lease, equatable); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
		if err := act.Lease.Validate(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	m := newMachine(t, mere(), counter())
	if act := m.Receive(epoch, reply(m.Start(epoch).Send, status(UnspecFail, "no"))); act.Lease != nil || act.Ignored == nil {
		t.Errorf("failure: %+v", act)
	}
}

// What is not for us, or not now, changes nothing in any state.
func TestMachineIgnores(t *testing.T) {
	t.Parallel()
	states := map[State]func() (*Machine, *Message){
		Requesting: func() (*Machine, *Message) { return requesting(t, testConfig()) },
	}
	for state, cfg := range map[State]Config{
		Soliciting: testConfig(), Confirming: former(testConfig(), time.Minute, false), Informing: mere(),
		Renewing: former(testConfig(), 16*time.Minute, true), Rebinding: former(testConfig(), 30*time.Minute, true),
	} {
		states[state] = func() (*Machine, *Message) {
			m := newMachine(t, cfg, counter())
			return m, m.Start(epoch).Send
		}
	}
	full := join(own(), raw(optRapidCommit))
	for state, make := range states {
		right := TypeReply
		_, req := make()
		for name, msg := range map[string]*Message{
			"wrong xid":       from(testServer, right, req.XID+1, full),
			"no client":       {right, req.XID, join(raw(optServerID, testServer...), full)},
			"other client":    {right, req.XID, join(raw(optClientID, testServer...), raw(optServerID, testServer...), full)},
			"longer client":   {right, req.XID, join(raw(optClientID, append(testDUID[:len(testDUID):len(testDUID)], 0)...), raw(optServerID, testServer...), full)},
			"no server":       {right, req.XID, join(raw(optClientID, testDUID...), full)},
			"server of 2":     from([]byte{0, 1}, right, req.XID, full),
			"server of 131":   from([]byte(strings.Repeat("d", 131)), right, req.XID, full),
			"a request":       from(testServer, TypeRequest, req.XID, full),
			"RECONFIGURE":     from(testServer, TypeReconfigure, req.XID, full),
			"relayed":         from(testServer, 13, req.XID, full),
			"type 0":          from(testServer, 0, req.XID, full),
			"failed":          from(testServer, right, req.XID, raw(optRapidCommit), status(UnspecFail, "no")),
			"nothing of use":  from(testServer, right, req.XID, raw(optRapidCommit), iana(2, 1, addr("2001:db8::66", 1, 2))),
			"to be multicast": from(testServer, right, req.XID, raw(optRapidCommit), status(UseMulticast, "no")),
		} {
			if name == "nothing of use" && (state == Informing || state == Confirming) {
				continue // which have no use for more
			}
			m, _ := make()
			if act := m.Receive(epoch, msg); act.Ignored == nil || act.Send != nil || act.Lease != nil || !act.Wake.IsZero() || m.State() != state {
				t.Errorf("%v, %s: %+v, state %v", state, name, act, m.State())
			}
		}
	}
	for _, state := range []State{Requesting, Renewing} {
		m, req := states[state]()
		if act := m.Receive(epoch, from(testOther, TypeReply, req.XID, full)); act.Ignored == nil || act.Lease != nil {
			t.Errorf("%v: from another server: %+v", state, act)
		}
	}
	m := newMachine(t, testConfig(), counter())
	if act := m.Receive(epoch, from(testServer, TypeAdvertise, 0, own())); act.Ignored == nil {
		t.Error("an offer was taken before Start")
	}
}

// A server that offers what it then refuses makes for pauses that grow.
func TestMachineRefused(t *testing.T) {
	t.Parallel()
	for _, refusal := range [][]byte{status(NotOnLink, "not\nhere"), iana(0, 0, status(NoAddrsAvail, "not\nhere")), status(NoAddrsAvail, "not\nhere")} {
		m, r := requesting(t, testConfig())
		act := m.Receive(epoch, reply(r, refusal))
		var why *Refusal
		if !errors.As(act.Restart, &why) || !strings.HasSuffix(why.Error(), `: "not\nhere"`) || !strings.HasPrefix(why.Error(), "server 00030001020000000009 answered No") {
			t.Fatalf("restart %v", act.Restart)
		}
		for _, pause := range []time.Duration{1, 2, 4, 8, 16, 32, 64, 120, 120} {
			if act.Send == nil || act.Send.Type != TypeSolicit || act.Send.XID == r.XID {
				t.Fatalf("no new SOLICIT: %+v", act)
			}
			if ia := m.asked; len(ia.Addresses) > 0 {
				t.Error("the refused address is asked for again")
			}
			r = m.Receive(epoch, advertise(act.Send, own(), raw(optPreference, 255))).Send
			act = m.Receive(epoch, reply(r, refusal))
			if act.Send != nil || act.Wake != epoch.Add(pause*time.Second) || m.State() != Init || act.Restart == nil {
				t.Fatalf("pause %d: %+v, state %v", pause, act, m.State())
			}
			if got := m.Receive(epoch, advertise(r, own())); got.Ignored == nil {
				t.Error("an offer was taken in a pause")
			}
			act = m.Expire(act.Wake)
		}
	}
}
