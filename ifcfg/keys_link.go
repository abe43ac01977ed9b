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
	const l = ScopeLink
	return []Key{
		{Name: "SUBCHANNELS", Scope: l, Takes: one(formChannels), Meaning: "Apply only to this s390 device.", Fate: Blocking, Why: "matching by it is not built yet"},
		{Name: "LINKDELAY", Scope: l, Takes: one(formSeconds).in(0, maxInt), Default: "0", Nothing: "0", Meaning: "Pause after the link is up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "LINKSTATUS", Scope: l, Takes: exactly("up down"), Default: "up", Nothing: "up", Meaning: "Down leaves the link as it is.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "GENERATE_MAC_ADDRESS_MASK", Scope: l, Takes: one(formMACMask), Meaning: "Of MACADDR=random and stable: the bits that are not made up, but as the card's address has them or one of those that follow.", Reader: ByNM},
		{Name: "ACCEPT_ALL_MAC_ADDRESSES", Scope: l, Takes: aBoolean(), Meaning: "Promiscuous mode.", Reader: ByNM},
		{Name: "ARP", Scope: l, Takes: aBoolean(), Default: "yes", Nothing: "yes", Meaning: "Answer ARP.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "PROMISC", Scope: l, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Promiscuous mode, which the old scripts gave up.", Reader: ByScripts, Fate: NotApplied, Why: later, Instead: "ACCEPT_ALL_MAC_ADDRESSES"},
		{Name: "ALLMULTI", Scope: l, Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Take all multicast, which the old scripts gave up.", Reader: ByScripts, Fate: NotApplied, Why: later},
		{Name: "NETTYPE", Scope: l, Takes: exactly("qeth lcs ctc"), Meaning: "Kind of s390 device.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "PORTNAME", Scope: l, Takes: aText(), Meaning: "Port of the s390 device.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "CTCPROT", Scope: l, Takes: aText(), Meaning: "Protocol of the s390 device.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "OPTIONS", Scope: l, Takes: many(formPair), Meaning: "Settings of the s390 driver.", Reader: ByNM, Fate: NotApplied, Why: later},
		{Name: "PEER", Scope: l, Takes: one(formInterface), Meaning: "Other end of a veth pair.", Kinds: "Veth", Reader: ByScripts},

		{Name: "ETHTOOL_OPTS", Scope: ScopeEthtool, Takes: Grammar{form: formEthtool, list: ";", options: ethtoolOptions}, Meaning: "Speed, duplex, offloads, rings and the like, in ethtool's words."},
		{Name: "ETHTOOL_WAKE_ON_LAN", Scope: ScopeEthtool, Takes: exactly("ignore"), Meaning: "Leave wake-on-LAN alone, whatever ETHTOOL_OPTS says.", Reader: ByNM},
		{Name: "ETHTOOL_DELAY", Scope: ScopeEthtool, Takes: number(0, maxInt), Default: "0", Nothing: "0", Meaning: "Microseconds that the old scripts waited before it; nothing waits here.", Reader: ByScripts, Fate: Stateless},

		{Name: "QDISC", Numbered: true, Scope: ScopeTraffic, Takes: one(formQdisc), Meaning: "Queueing discipline: root or parent, handle, kind and its attributes.", Reader: ByNM},
		{Name: "FILTER", Numbered: true, Scope: ScopeTraffic, Takes: one(formFilter), Meaning: "Traffic filter: root or parent, handle, kind and its action.", Reader: ByNM},
		{Name: "TC_COMMIT", Scope: ScopeTraffic, Takes: aBoolean(), Default: "no", Meaning: "Remove disciplines and filters where the profile has none.", Reader: ByNM},
		{Name: "SRIOV_TOTAL_VFS", Scope: ScopeSRIOV, Takes: number(0, 1<<32-1), Meaning: "How many virtual functions the card is to have; it gets another number by way of none, and those that were there go.", Reader: ByNM},
		{Name: "SRIOV_VF", Numbered: true, Scope: ScopeSRIOV, Takes: many(formFunction), Meaning: "Settings of a virtual function, counted from 0: mac, spoof-check, trust, min-tx-rate, max-tx-rate, and vlans=ID.QOS.q or .ad, several with ';' between.", Reader: ByNM},
		{Name: "SRIOV_AUTOPROBE_DRIVERS", Scope: ScopeSRIOV, Takes: number(-1, 1), Default: "-1", Meaning: "Whether drivers of the host take virtual functions that are made.", Reader: ByNM},
	}
}
