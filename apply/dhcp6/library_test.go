package dhcp6

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/insomniacslk/dhcp/dhcpv6"
)

// What we write the library reads, and finds what we meant.
func TestLibraryReads(t *testing.T) {
	t.Parallel()
	cfg := both()
	cfg.FQDN, cfg.FQDNFlags = "host.example", FlagS
	m := newMachine(t, former(cfg, 15*time.Minute, true), counter())
	l := library(t, m.Start(epoch).Send)
	o := l.Options
	if l.MessageType != dhcpv6.MessageTypeRenew || string(o.ClientID().ToBytes()) != string(testDUID) || string(o.ServerID().ToBytes()) != string(testServer) {
		t.Errorf("%v", l.Summary())
	}
	if got := o.RequestedOptions(); len(got) != 6 || got[5] != dhcpv6.OptionFQDN || got[4] != dhcpv6.OptionSolMaxRT {
		t.Errorf("requested: %v", got)
	}
	if f := o.FQDN(); f == nil || f.Flags != FlagS || f.DomainName.Labels[0] != "host.example" {
		t.Errorf("FQDN: %v", f)
	}
	na, pd := o.OneIANA(), o.OneIAPD()
	if na.IaId != [4]byte{1, 2, 3, 4} || na.T1 != 0 || na.T2 != 0 || !na.Options.OneAddress().IPv6Addr.Equal(testOwn.AsSlice()) || na.Options.OneAddress().ValidLifetime != 0 {
		t.Errorf("IA_NA: %v", na)
	}
	if pd.IaId != [4]byte{1, 2, 3, 4} || pd.Options.Prefixes()[0].Prefix.String() != testPrefix.String() {
		t.Errorf("IA_PD: %v", pd)
	}
	m = newMachine(t, cfg, counter())
	m.Start(epoch)
	if got := library(t, m.Expire(epoch.Add(1500*time.Millisecond)).Send).Options; got.ElapsedTime() != 1500*time.Millisecond || got.GetOne(dhcpv6.OptionRapidCommit) == nil {
		t.Errorf("elapsed %v", got.ElapsedTime())
	}
	for _, id := range [][]byte{LinkLayerTime(1, epoch, testMAC), LinkLayer(1, testMAC), UUID([16]byte{1})} {
		d, err := dhcpv6.DUIDFromBytes(id)
		if err != nil || string(d.ToBytes()) != string(id) {
			t.Errorf("%x: %v, %v", id, d, err)
		}
	}
}

// What the library writes we read as it was meant, whatever the values.
func TestLibraryWrites(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		want := hours(both())
		preferred := time.Duration(1+r.IntN(1000)) * time.Second
		valid := preferred + time.Duration(r.IntN(1000))*time.Second
		t1 := time.Duration(1+r.IntN(int(preferred/time.Second))) * time.Second
		want.T1, want.T2, want.Lifetime = t1, preferred, valid
		own := netip.AddrFrom16([16]byte{0x20, 1, 4: byte(r.Uint32()), 15: byte(r.Uint32())})
		delegated := netip.PrefixFrom(own, 16+r.IntN(112)).Masked()
		want.Addresses = []Grant{{single(own), preferred, valid}}
		want.Prefixes = []Grant{{delegated, preferred, valid}}
		want.DNS, want.NTP, want.Search = []netip.Addr{own}, []netip.Addr{own}, []string{"a.example", "b"}
		want.SolMaxRT = time.Hour

		client, err := dhcpv6.DUIDFromBytes(testDUID)
		if err != nil {
			t.Fatal(err)
		}
		server, err := dhcpv6.DUIDFromBytes(testServer)
		if err != nil {
			t.Fatal(err)
		}
		solicit := newMachine(t, both(), r.Uint32)
		msg, err := dhcpv6.NewReplyFromMessage(library(t, solicit.Start(epoch).Send), dhcpv6.WithClientID(client), dhcpv6.WithServerID(server),
			dhcpv6.WithOption(&dhcpv6.OptIANA{IaId: [4]byte{1, 2, 3, 4}, T1: t1, T2: preferred, Options: dhcpv6.IdentityOptions{Options: dhcpv6.Options{
				&dhcpv6.OptIAAddress{IPv6Addr: own.AsSlice(), PreferredLifetime: preferred, ValidLifetime: valid}}}}),
			dhcpv6.WithOption(&dhcpv6.OptIAPD{IaId: [4]byte{1, 2, 3, 4}, T1: t1, T2: preferred, Options: dhcpv6.PDOptions{Options: dhcpv6.Options{
				&dhcpv6.OptIAPrefix{PreferredLifetime: preferred, ValidLifetime: valid, Prefix: &net.IPNet{IP: delegated.Addr().AsSlice(), Mask: net.CIDRMask(delegated.Bits(), 128)}}}}}),
			dhcpv6.WithDNS(own.AsSlice()), dhcpv6.WithDomainSearchList("a.example", "b"), dhcpv6.WithOption(dhcpv6.OptSNTP(own.AsSlice())),
			dhcpv6.WithOption(&dhcpv6.OptionGeneric{OptionCode: dhcpv6.OptionSolMaxRT, OptionData: secs(3600)}), dhcpv6.WithRapidCommit)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := parse(msg.ToBytes())
		if err != nil {
			t.Fatal(err)
		}
		act := solicit.Receive(epoch, ours)
		if act.Lease == nil || len(act.Dropped) > 0 {
			t.Fatalf("%+v", act)
		}
		if diff := cmp.Diff(want, *act.Lease, equatable); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	}
}
