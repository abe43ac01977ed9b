package desired_test

import (
	"bytes"
	"encoding/hex"
	"net"
	"testing"

	"netonce/apply/desired"
	"netonce/apply/dhcp6"
	"netonce/apply/network"
)

// Who we are to DHCPv6 servers: the same with every boot, and what the profile says.
func TestIdentity6(t *testing.T) {
	t.Parallel()
	link := network.Link{Name: "eth0", MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, Permanent: net.HardwareAddr{2, 0, 0, 0, 0xaa, 2}}
	of := func(text, machine string, l network.Link) desired.Identity {
		return desired.Identity6(profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\nUUID=00000000-0000-0000-0000-000000000001\n" + text})[0], l, machine)
	}
	for _, c := range []struct{ text, duid string }{
		{"DHCPV6_DUID=ll", "00030001020000" + "00aa02"},
		{"DHCPV6_DUID=00:03:00:01:02:ff:00:00:00:01", "0003000102ff00000001"},
		{"DHCPV6_DUID=0x000300010203", "000300010203"},
		{"DHCPV6_DUID=stable-uuid\nDHCP_ANONYMIZE=yes", "00030001020000000001"}, // RFC 7844 4.3: what frames show anyway
	} {
		if got := hex.EncodeToString(of(c.text, "m", link).DUID); got != c.duid {
			t.Errorf("%s: %s", c.text, got)
		}
	}
	seen := map[string]string{}
	for _, text := range []string{"", "DHCPV6_DUID=stable-uuid", "DHCPV6_DUID=stable-ll", "DHCPV6_DUID=stable-llt", "DHCPV6_DUID=llt"} {
		id := of(text, "machine", link)
		if !bytes.Equal(id.DUID, of(text, "machine", link).DUID) || len(id.DUID) < 10 {
			t.Errorf("%q: %x, and another time another", text, id.DUID)
		}
		if before, is := seen[string(id.DUID)]; is {
			t.Errorf("%q and %q are the same", text, before)
		}
		seen[string(id.DUID)] = text
	}
	other := link
	other.Name, other.MAC, other.Permanent = "eth1", net.HardwareAddr{2, 0, 0, 0, 0, 9}, nil
	if a, b := of("", "machine", link), of("", "machine", other); !bytes.Equal(a.DUID, b.DUID) || a.IAID == b.IAID {
		t.Errorf("two interfaces of a host: %+v and %+v", a, b)
	}
	if a, b := of("", "", link), of("", "", other); bytes.Equal(a.DUID, b.DUID) {
		t.Error("without an identity of the machine all hosts are the same")
	}
	for _, c := range []struct {
		text string
		iaid uint32
	}{{"DHCPV6_IAID=7", 7}, {"DHCPV6_IAID=mac", 1}, {"DHCPV6_IAID=perm-mac", 0xaa02}} {
		if got := of(c.text, "machine", link).IAID; got != c.iaid {
			t.Errorf("%s: %x", c.text, got)
		}
	}
}

func TestName6(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, host, name string
		flags            byte
	}{
		{"", "box", "box", dhcp6.FlagS},
		{"", "localhost.localdomain", "", dhcp6.FlagS},
		{"DHCP_HOSTNAME=plain", "box", "box", dhcp6.FlagS},
		{"DHCP_HOSTNAME=a.example", "box", "a.example", dhcp6.FlagS},
		{"DHCP_HOSTNAME=a.example\nDHCPV6_HOSTNAME=six.example", "box", "six.example", dhcp6.FlagS},
		{"DHCPV6_HOSTNAME_FLAGS=4", "box", "box", dhcp6.FlagN},
		{"DHCPV6_HOSTNAME_FLAGS=8", "box", "box", 0},
		{"DHCPV6_SEND_HOSTNAME=no\nDHCPV6_HOSTNAME=six.example", "box", "", 0},
	} {
		p := profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\n" + c.text})[0]
		if name, flags := desired.Name6(p, c.host); name != c.name || flags != c.flags {
			t.Errorf("%q on %s: %q %d", c.text, c.host, name, flags)
		}
	}
}
