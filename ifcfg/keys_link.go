package ifcfg

import "net"

// cardKeys are the keys of links that are there already.
func cardKeys() []Key {
	return []Key{
		{Name: "HWADDR", Scope: ScopeLink, Values: "hardware address", Meaning: "Apply only to the interface with this permanent hardware address.",
			read: deciding(field(hardwareAddress, func(r *reader) *Field[net.HardwareAddr] { return &r.p.HWAddr }))},
		{Name: "HWADDR_BLACKLIST", Scope: ScopeLink, Values: "hardware addresses, separated by blanks", Meaning: "Do not apply to the interfaces with these.", Reader: ByNM,
			read: list(hardwareAddress, func(r *reader) *[]Field[net.HardwareAddr] { return &r.p.NotHWAddr })},
		{Name: "MACADDR", Scope: ScopeLink, Takes: orWords(formMAC, "preserve permanent random stable stable-ssid"), Values: "hardware address, permanent, preserve, random or stable", Default: "preserve", Meaning: "Hardware address to set: permanent is the card's own; random is made up anew with every boot, stable is the same with each.",
			read: deciding(field(macPolicy, func(r *reader) *Field[MACPolicy] { return &r.p.MAC }))},
		{Name: "MTU", Scope: ScopeLink, Values: "0..65535 bytes", Default: "0, as it is", Meaning: "Largest packet that the link takes.",
			read: field(anyBase(0, 65535), func(r *reader) *Field[int] { return &r.p.MTU })},
	}
}

// linkKeys are the others, most of them not applied.
func linkKeys() []Key {
	return append(rows(linkTable),
		Key{Name: "ETHTOOL_OPTS", Scope: ScopeEthtool, Takes: Grammar{form: formEthtool, list: ";", options: ethtoolOptions}, Meaning: "Speed, duplex, offloads, rings and the like, in ethtool's words."},
	)
}

const linkTable = `
= link
SUBCHANNELS | channels |  | Apply only to this s390 device. | blocking | matching by it is not built yet
LINKDELAY | seconds 0..2147483647 | 0 | Pause after the link is up. | scripts not-applied nothing=0
LINKSTATUS | exact up down | up | Down leaves the link as it is. | scripts not-applied nothing=up
GENERATE_MAC_ADDRESS_MASK | mac-mask |  | Of MACADDR=random and stable: the bits that are not made up, but as the card's address has them or one of those that follow. | nm
ACCEPT_ALL_MAC_ADDRESSES | boolean |  | Promiscuous mode. | nm
ARP | boolean | yes | Answer ARP. | scripts not-applied nothing=yes
PROMISC | boolean | no | Promiscuous mode, which the old scripts gave up. | scripts not-applied nothing=no instead=ACCEPT_ALL_MAC_ADDRESSES
ALLMULTI | boolean | no | Take all multicast, which the old scripts gave up. | scripts not-applied nothing=no
NETTYPE | exact qeth lcs ctc |  | Kind of s390 device. | nm not-applied
PORTNAME | text |  | Port of the s390 device. | nm not-applied
CTCPROT | text |  | Protocol of the s390 device. | nm not-applied
OPTIONS | pair+ |  | Settings of the s390 driver. | nm not-applied
PEER | interface |  | Other end of a veth pair. | scripts kinds=Veth
= ethtool
ETHTOOL_WAKE_ON_LAN | exact ignore |  | Leave wake-on-LAN alone, whatever ETHTOOL_OPTS says. | nm
ETHTOOL_DELAY | number 0..2147483647 | 0 | Microseconds that the old scripts waited before it; nothing waits here. | scripts stateless nothing=0
= traffic control
QDISC# | qdisc |  | Queueing discipline: root or parent, handle, kind and its attributes. | nm
FILTER# | filter |  | Traffic filter: root or parent, handle, kind and its action. | nm
TC_COMMIT | boolean | no | Remove disciplines and filters where the profile has none. | nm
= SR-IOV
SRIOV_TOTAL_VFS | number 0..4294967295 |  | How many virtual functions the card is to have; it gets another number by way of none, and those that were there go. | nm
SRIOV_VF# | function+ |  | Settings of a virtual function, counted from 0: mac, spoof-check, trust, min-tx-rate, max-tx-rate, and vlans=ID.QOS.q or .ad, several with ';' between. | nm
SRIOV_AUTOPROBE_DRIVERS | number -1..1 | -1 | Whether drivers of the host take virtual functions that are made. | nm
`
