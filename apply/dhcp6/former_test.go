package dhcp6

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Where a client with a lease of before begins.
func TestFormerState(t *testing.T) {
	t.Parallel()
	other := former(testConfig(), time.Minute, true)
	other.Former.Lease.ClientDUID = testServer
	iaid := former(testConfig(), time.Minute, true)
	iaid.IAID++
	information := former(testConfig(), time.Minute, true)
	information.Former.Lease.Addresses = nil
	elsewise := former(both(), time.Minute, true)
	elsewise.Former.Lease.Addresses = nil
	elsewise.Delegate = false
	for _, c := range []struct {
		name string
		cfg  Config
		want State
	}{
		{"not in use", former(testConfig(), time.Minute, false), Confirming},
		{"not in use, past T2", former(testConfig(), 50*time.Minute, false), Confirming},
		{"not in use, a prefix", former(both(), time.Minute, false), Rebinding},
		{"in use", former(testConfig(), time.Minute, true), Renewing},
		{"past T2", former(testConfig(), 24*time.Minute, true), Rebinding},
		{"past its end", former(testConfig(), time.Hour, true), Soliciting},
		{"another client's", other, Soliciting},
		{"another interface's", iaid, Soliciting},
		{"without anything", information, Soliciting},
		{"only what is not wanted any more", elsewise, Soliciting},
	} {
		m := newMachine(t, c.cfg, counter())
		if m.Start(epoch); m.State() != c.want {
			t.Errorf("%s: %v, want %v", c.name, m.State(), c.want)
		}
	}
}

func TestFormerConfirm(t *testing.T) {
	t.Parallel()
	start := func() (*Machine, *Message) {
		m := newMachine(t, former(testConfig(), 10*time.Minute, false), counter())
		return m, m.Start(epoch).Send
	}
	for name, parts := range map[string][]byte{"a word": status(Success, "all on link"), "no word": nil, "lies": own()} {
		m, c := start()
		act := m.Receive(epoch.Add(time.Second), from(testOther, TypeReply, c.XID, parts))
		want := hours(testConfig())
		want.Age = 10*time.Minute + time.Second
		if act.Lease == nil || m.State() != Bound {
			t.Fatalf("%s: %+v", name, act)
		}
		if diff := cmp.Diff(want, *act.Lease, equatable); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
		if err := act.Lease.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	m, c := start()
	act := m.Receive(epoch, reply(c, status(NotOnLink, "")))
	var why *Refusal
	if !errors.As(act.Restart, &why) || act.Send.Type != TypeSolicit || len(m.asked.Addresses) > 0 {
		t.Errorf("NotOnLink: %+v", act)
	}
	m, c = start()
	if act := m.Receive(epoch, reply(c, status(UnspecFail, ""))); act.Ignored == nil || m.State() != Confirming {
		t.Errorf("UnspecFail: %+v", act)
	}
	// Unconfirmed it is still the best to ask for.
	m, _ = start()
	act = m.Expire(epoch.Add(10 * time.Second))
	if act.Restart != errUnconfirmed || act.Send.Type != TypeSolicit || len(m.asked.Addresses) != 1 {
		t.Errorf("%+v", act)
	}
}

// What of a lease runs out before it is confirmed is not confirmed.
func TestFormerConfirmLate(t *testing.T) {
	t.Parallel()
	cfg := former(testConfig(), 59*time.Minute+50*time.Second, false)
	l := &cfg.Former.Lease
	l.Addresses = append(l.Addresses, Grant{single(addrs("2001:db8::8")[0]), 0, 2 * time.Hour})
	l.Lifetime = 2 * time.Hour
	m := newMachine(t, cfg, counter())
	c := m.Start(epoch).Send
	act := m.Receive(epoch.Add(9500*time.Millisecond), reply(c))
	if act.Lease == nil || len(act.Lease.Addresses) != 1 || act.Lease.Addresses[0].Prefix != single(addrs("2001:db8::8")[0]) || act.Lease.Validate() != nil {
		t.Errorf("%+v", act.Lease)
	}
	l.Addresses, l.Lifetime = l.Addresses[:1], time.Hour
	m = newMachine(t, cfg, counter())
	if act := m.Start(epoch); !act.Wake.Before(epoch.Add(1200*time.Millisecond)) || m.State() != Confirming {
		t.Errorf("%v, %+v", m.State(), act)
	}
	if act := m.Receive(epoch.Add(11*time.Second), reply(&Message{XID: m.xid})); act.Lease != nil || m.State() != Soliciting {
		t.Errorf("confirmed after its end: %+v", act)
	}
}

// The answers to a RENEW, and with little difference to a REBIND.
func TestFormerRenew(t *testing.T) {
	t.Parallel()
	renewed := func(f func(l *Lease)) *Lease { l := hours(both()); f(&l); return &l }
	for _, c := range []struct {
		name  string
		parts []byte
		want  *Lease
		state State // when there is no lease
	}{
		{"all", join(own(), delegated()), renewed(func(*Lease) {}), 0},
		{"the address only, the prefix stays", own(), renewed(func(l *Lease) {
			l.Prefixes[0].Preferred, l.Prefixes[0].Valid = 14*time.Minute, 44*time.Minute
			l.T1, l.T2 = 7*time.Minute, 11*time.Minute+12*time.Second
		}), 0},
		{"another address, the old one stays", join(iana(0, 0, addr("2001:db8::8", 1800, 3600)), delegated()), renewed(func(l *Lease) {
			l.Addresses = []Grant{{single(addrs("2001:db8::8")[0]), 30 * time.Minute, time.Hour}, {single(testOwn), 14 * time.Minute, 44 * time.Minute}}
			l.T1, l.T2 = 7*time.Minute, 11*time.Minute+12*time.Second
		}), 0},
		{"the prefix taken back", join(own(), iapd(0, 0, prefix("2001:db8:100::/56", 0, 0))), renewed(func(l *Lease) { l.Prefixes = nil }), 0},
		{"the prefix refused, it stays", join(own(), iapd(0, 0, status(NoPrefixAvail, ""))), renewed(func(l *Lease) {
			l.Prefixes[0].Preferred, l.Prefixes[0].Valid = 14*time.Minute, 44*time.Minute
			l.T1, l.T2 = 7*time.Minute, 11*time.Minute+12*time.Second
		}), 0},
		{"all taken back", join(iana(0, 0, addr("2001:db8::7", 0, 0)), iapd(0, 0, prefix("2001:db8:100::/56", 0, 0))), nil, Soliciting},
		{"an address no longer known", join(iana(0, 0, status(NoBinding, "")), delegated()), nil, Requesting},
		{"nothing known", status(NoBinding, ""), nil, Requesting},
		{"nothing said", nil, nil, Init},
		{"failure", status(UnspecFail, ""), nil, Init},
		{"failure of the parts", join(iana(0, 0, status(UnspecFail, "")), iapd(0, 0, status(UnspecFail, ""))), nil, Init},
		{"not on link", status(NotOnLink, ""), nil, Init},
	} {
		for _, age := range []time.Duration{16 * time.Minute, 24 * time.Minute} {
			m := newMachine(t, former(both(), age, true), counter())
			r := m.Start(epoch).Send
			before := m.State()
			act := m.Receive(epoch.Add(time.Second), reply(r, c.parts))
			if c.want == nil {
				want := c.state
				if want == Init { // where it was
					want = before
				}
				if act.Lease != nil || m.State() != want || (act.Ignored != nil) != (want == before) {
					t.Errorf("%s in %v: %+v, state %v", c.name, before, act, m.State())
				}
				continue
			}
			if act.Lease == nil || act.Lease.Validate() != nil || act.Lease.Age != time.Second {
				t.Fatalf("%s in %v: %+v", c.name, before, act)
			}
			if c.want.Age = time.Second; before == Renewing {
				if diff := cmp.Diff(*c.want, *act.Lease, equatable); diff != "" {
					t.Errorf("%s: -want +got:\n%s", c.name, diff)
				}
			}
		}
	}
}

// NoBinding has the same server asked for the lease anew, with all that was in it.
func TestFormerUnbound(t *testing.T) {
	t.Parallel()
	m := newMachine(t, former(both(), 24*time.Minute, true), counter())
	r := m.Start(epoch).Send
	act := m.Receive(epoch, from(testOther, TypeReply, r.XID, iana(0, 0, status(NoBinding, ""))))
	if act.Restart != errUnbound || act.Send.Type != TypeRequest {
		t.Fatalf("%+v", act)
	}
	server, _ := act.Send.options.get(optServerID)
	if l := library(t, act.Send); string(server) != string(testOther) || len(l.Options.OneIANA().Options.Addresses()) != 1 || len(l.Options.OneIAPD().Options.Prefixes()) != 1 {
		t.Errorf("%v", l.Summary())
	}
	// Answered once more like that, it is over.
	act = m.Receive(epoch, from(testOther, TypeReply, act.Send.XID, iana(0, 0, status(NoBinding, "")), iapd(0, 0, status(NoBinding, ""))))
	var why *Refusal
	if !errors.As(act.Restart, &why) || act.Send.Type != TypeSolicit {
		t.Errorf("%+v", act)
	}
}

// On a link that may be another one only what the server names is confirmed.
func TestFormerRebindElsewhere(t *testing.T) {
	t.Parallel()
	m := newMachine(t, former(both(), time.Minute, false), counter())
	r := m.Start(epoch).Send
	act := m.Receive(epoch.Add(time.Second), reply(r, own()))
	if act.Lease == nil || len(act.Lease.Addresses) != 1 || len(act.Lease.Prefixes) != 0 || act.Lease.Validate() != nil {
		t.Errorf("%+v", act.Lease)
	}
}
