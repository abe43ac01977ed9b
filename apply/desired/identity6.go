package desired

import (
	"encoding/binary"
	"net"
	"strconv"
	"strings"
	"time"

	"netonce/apply/dhcp6"
	"netonce/apply/network"
	"netonce/ifcfg"
)

// Identity is who a DHCPv6 server takes a client for (RFC 8415 11, 12).
type Identity struct {
	DUID []byte
	IAID uint32
}

// Identity6 makes the identity of an interface as DHCPV6_DUID and DHCPV6_IAID ask for
// it, the same with every run and every boot. Without DHCPV6_DUID it is derived from
// the machine's identity, as with NetworkManager where there is no lease of before.
func Identity6(p *ifcfg.Profile, link network.Link, machineID string) Identity {
	hwtype := hardwareType(link)
	made := digest("made", machineID)
	if Anonymous(p) { // RFC 7844 4.3
		return Identity{DUID: dhcp6.LinkLayer(hwtype, link.MAC), IAID: 1}
	}
	id := Identity{IAID: iaid("DHCPV6_IAID", p, link, machineID)}
	switch value := p.Setting("DHCPV6_DUID").Value; strings.ToLower(value) {
	case "", "lease":
		id.DUID = dhcp6.UUID(uuidOf("DUID", machineOr(machineID, link)))
	case "stable-uuid":
		id.DUID = dhcp6.UUID(uuidOf("DUID", machineOr(machineID, link), p.Identity()))
	case "ll":
		id.DUID = dhcp6.LinkLayer(hwtype, link.BurntIn())
	case "llt":
		id.DUID = dhcp6.LinkLayerTime(hwtype, someTime(made), link.BurntIn())
	case "stable-ll", "stable-llt":
		of := digest("DUID", machineOr(machineID, link), p.Identity())
		mac := net.HardwareAddr(of[:6:6])
		mac[0] = mac[0]&^1 | 2 // of this host's own making, and no group's
		if id.DUID = dhcp6.LinkLayer(ethernet, mac); strings.EqualFold(value, "stable-llt") {
			id.DUID = dhcp6.LinkLayerTime(ethernet, someTime(of), mac)
		}
	default:
		id.DUID = ifcfg.Bytes(value)
	}
	return id
}

// Hardware types (RFC 826).
const (
	ethernet   = 1
	infiniband = 32
)

func hardwareType(link network.Link) uint16 {
	if len(link.MAC) > 6 {
		return infiniband
	}
	return ethernet
}

// machineOr is the machine's identity, or that of its card where it has none.
func machineOr(machineID string, link network.Link) string {
	if machineID == "" {
		return link.BurntIn().String()
	}
	return machineID
}

func iaid(key string, p *ifcfg.Profile, link network.Link, machineID string) uint32 {
	last := func(mac net.HardwareAddr) uint32 {
		if len(mac) < 4 {
			return 0
		}
		return binary.BigEndian.Uint32(mac[len(mac)-4:])
	}
	switch value := p.Setting(key).Value; strings.ToLower(value) {
	case "", "ifname":
		return binary.BigEndian.Uint32(digest("IAID", link.Name))
	case "mac":
		return last(link.MAC)
	case "perm-mac":
		return last(link.BurntIn())
	case "stable":
		return binary.BigEndian.Uint32(digest("IAID", machineOr(machineID, link), p.Identity()))
	default:
		n, _ := strconv.ParseUint(value, 0, 32) // the key table takes no other
		return uint32(n)
	}
}

// digest is 16 bytes that differ with what they are made of. Nothing secret is in
// them: they go to every server.
func digest(what string, parts ...string) []byte {
	sum := ifcfg.Digest("netonce " + what + "\x00" + strings.Join(parts, "\x00"))
	return sum[:]
}

// uuidOf is a UUID of a private kind (RFC 9562 5.8).
func uuidOf(what string, parts ...string) [16]byte {
	id := [16]byte(digest(what, parts...))
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	return id
}

// someTime is a time between 2001 and 2018 for a DUID that tells when it was made: there
// is no place to keep it, so it is always the same.
func someTime(of []byte) time.Time {
	const year2001, span = 978307200, 1 << 29
	return time.Unix(year2001+int64(binary.BigEndian.Uint32(of))%span, 0)
}

// Bits of DHCPV6_HOSTNAME_FLAGS (NMDhcpHostnameFlags).
const (
	hostnameServerUpdate = 1
	hostnameNoUpdate     = 4
	hostnameClear        = 8
)

// Name6 is the name to send with DHCPv6 and the flags that go with it (RFC 4704).
func Name6(p *ifcfg.Profile, hostname string) (name string, flags byte) {
	if send, ok := ifcfg.ParseBool(p.Setting("DHCPV6_SEND_HOSTNAME").Value); ok && !send || Anonymous(p) {
		return "", 0
	}
	name = p.Setting("DHCPV6_HOSTNAME").Value
	if name == "" && strings.Contains(p.DHCP.Hostname.Value, ".") {
		name = p.DHCP.Hostname.Value
	}
	if name == "" && hostname != "(none)" && !strings.HasPrefix(hostname, "localhost") {
		name = hostname
	}
	asked, _ := strconv.ParseUint(p.Setting("DHCPV6_HOSTNAME_FLAGS").Value, 0, 32)
	switch {
	case asked&hostnameNoUpdate != 0:
		flags = dhcp6.FlagN
	case asked == 0 || asked&hostnameServerUpdate != 0:
		flags = dhcp6.FlagS
	}
	if asked&hostnameClear != 0 {
		flags = 0
	}
	return name, flags
}
