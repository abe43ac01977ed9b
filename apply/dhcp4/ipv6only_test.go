package dhcp4

import (
	"bytes"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
)

// What a server says of IPv6 counts where it was asked, in an offer and before there is a lease.
func TestIPv6Only(t *testing.T) {
	cfg := testConfig()
	cfg.IPv6Only = true
	hour := opt(108, seconds32(3600)...)
	rejecting := cfg
	rejecting.Reject = []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}
	for _, c := range []struct {
		name    string
		cfg     Config
		changes []change
		want    time.Duration
	}{
		{"an hour", cfg, []change{hour}, time.Hour},
		{"without an address", cfg, []change{hour, yiaddr("0.0.0.0"), without(51)}, time.Hour},
		{"less than may be", cfg, []change{opt(108, seconds32(1)...)}, 300 * time.Second},
		{"for ever", cfg, []change{opt(108, seconds32(0xffffffff)...)}, Forever},
		{"too short", cfg, []change{opt(108, 0, 0, 1)}, 0},
		{"too long", cfg, []change{opt(108, 0, 0, 0, 0, 1)}, 0},
		{"empty", cfg, []change{opt(108)}, 0},
		{"of nobody", cfg, []change{hour, without(54)}, 0},
		{"of a server not to be listened to", rejecting, []change{hour}, 0},
		{"not asked", testConfig(), []change{hour}, 0},
	} {
		for _, kind := range []dhcpv4.MessageType{dhcpv4.MessageTypeOffer, dhcpv4.MessageTypeAck} {
			m := newMachine(t, c.cfg, counter())
			act := m.Receive(epoch, answer(m.Start(epoch).Send, kind, append([]change{opt(80)}, c.changes...)...))
			var only *IPv6Only
			errors.As(act.Failed, &only)
			switch {
			case c.want == 0 && act.Failed != nil:
				t.Errorf("%s, %v: %v", c.name, kind, act.Failed)
			case c.want > 0 && (only == nil || only.Wait != c.want || only.Server != testServer || act.Send != nil || act.Lease != nil):
				t.Errorf("%s, %v: %+v", c.name, kind, act)
			}
		}
	}
}

// A lease that is in use is renewed: what goes over it is not cut off.
func TestIPv6OnlyRenewal(t *testing.T) {
	cfg := former(31*time.Minute, true)
	cfg.IPv6Only = true
	m := newMachine(t, cfg, counter())
	act := m.Receive(epoch, ackTo(m.Start(epoch).Send, opt(108, seconds32(3600)...)))
	if act.Failed != nil || act.Lease == nil {
		t.Errorf("%+v", act)
	}
}

func TestAcquireIPv6Only(t *testing.T) {
	in(t, func(t *testing.T) {
		cfg := testConfig()
		cfg.IPv6Only = true
		conn := newFakeConn(t, func(c *fakeConn, _ int, req *dhcpv4.DHCPv4) {
			c.reply(time.Second, rightAnswer(req, opt(108, seconds32(1800)...)))
		})
		r := acquire(t.Context(), cfg, conn)
		var only *IPv6Only
		if !errors.As(r.err, &only) || r.err.Error() != "eth1: server 192.0.2.1 has IPv6 stand in for IPv4 for 30m0s (option 108)" || r.took != time.Second {
			t.Errorf("after %v: %v", r.took, r.err)
		}
		if asked := conn.sent[0].Options[55]; !bytes.Equal(asked, append(slices.Clone(parameterRequest), 108)) {
			t.Errorf("asked for %v", asked)
		}
	})
}
