package desired

import (
	"encoding/binary"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// Types of client identifiers that are no hardware type (RFC 2132 9.14, RFC 4361 6.1).
const (
	clientText = 0
	clientDUID = 255
)

// Anonymous reports whether servers are not to know the host again (RFC 7844).
func Anonymous(p *ifcfg.Profile) bool {
	on, _ := ifcfg.ParseBool(p.Setting("DHCP_ANONYMIZE").Value)
	return on
}

// ClientID is who a DHCPv4 server takes the client for, as DHCP_CLIENT_ID has it: nil
// for the hardware address, and none for nothing.
func ClientID(p *ifcfg.Profile, link network.Link, machineID func() string) (id []byte, none bool) {
	switch asked := p.DHCP.ClientID.Value; asked.From {
	case "none":
		return nil, true
	case "perm-mac":
		return append([]byte{byte(hardwareType(link))}, link.BurntIn()...), false
	case "stable":
		return append([]byte{clientText}, digest("client", machineOr(machineID(), link), p.Identity())...), false
	case "duid", "ipv6-duid": // RFC 4361: the same host to DHCPv4 and DHCPv6
		six := Identity6(p, link, machineID())
		id = binary.BigEndian.AppendUint32([]byte{clientDUID}, iaid("DHCP_IAID", p, link, machineID()))
		return append(id, six.DUID...), false
	default:
		return asked.Bytes, false
	}
}
