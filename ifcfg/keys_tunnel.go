package ifcfg

import "strings"

// tunnelKeys are the keys of tunnels.
func tunnelKeys() []Key {
	const sit = "SIT"
	rows := []Key{
		{Name: "TTL", Takes: orWords(formNumber, "inherit").in(0, 255), Default: "inherit; of SIT and over IPv6 64", Meaning: "Time to live of the outer packets.", Kinds: tunnelKinds},
		{Name: "OWNER", Takes: aText(), Meaning: "User who owns the tap interface.", Fate: NotApplied, Why: otherKind},
		{Name: "MY_INNER_IPADDR", Takes: one(formIPNet), Meaning: "Own address in the tunnel.", Kinds: tunnelKinds},
		{Name: "PEER_INNER_IPADDR", Takes: one(formIPNet), Meaning: "The peer's address in the tunnel; the same as outside counts as none.", Kinds: tunnelKinds},
		{Name: "MY_OUTER_IPADDR", Takes: one(formIP), Default: "any", Meaning: "Own address outside of it.", Kinds: tunnelKinds},
		{Name: "PEER_OUTER_IPADDR", Takes: one(formIP), Default: "any", Meaning: "The peer's address outside of it.", Kinds: tunnelKinds},
		{Name: "REMIP", Takes: one(formIPv4), Meaning: "The peer's address.", silent: true},
		{Name: "ROLE", Takes: exactly("PANU NAP GN"), Meaning: "Part that the host plays in a Bluetooth network.", silent: true},
		{Name: "CACHE", Takes: aText(), Default: "yes", Meaning: "Remember Bluetooth peers.", silent: true},
		{Name: "REMOTEBDADDR", Takes: aText(), Meaning: "Address of the Bluetooth peer.", silent: true},
		{Name: "IPV6TUNNELIPV4", Takes: one(formIPv4), Meaning: "The peer's address outside of an IPv6 tunnel; alone it says TYPE=SIT. NetworkManager leaves such a file alone.", Kinds: sit},
		{Name: "IPV6TUNNELIPV4LOCAL", Takes: one(formIPv4), Default: "any", Meaning: "Own address outside of it.", Kinds: sit},
		{Name: "IPV6TO4INIT", Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "A 6to4 tunnel.", Fate: NotApplied, Why: later},
		{Name: "IPV6TO4_RELAY", Takes: one(formIPv4), Default: "192.88.99.1", Meaning: "Relay of the 6to4 tunnel.", Fate: NotApplied, Why: later},
		{Name: "IPV6TO4_IPV4ADDR", Takes: one(formIPv4), Meaning: "Address that the 6to4 prefix is made of.", Fate: NotApplied, Why: later},
		{Name: "IPV6TO4_MTU", Takes: number(0, 65535), Meaning: "Largest packet of the 6to4 tunnel.", Fate: NotApplied, Why: later},
		{Name: "IPV6TO4_ROUTING", Takes: texts(), Meaning: "Networks behind the 6to4 tunnel.", Fate: NotApplied, Why: later},
		{Name: "IPV6_CONTROL_RADVD", Takes: aBoolean(), Default: "no", Nothing: "no", Meaning: "Tell radvd of changes.", Fate: NotApplied, Why: later},
	}
	for i := range rows {
		rows[i].Scope, rows[i].Reader = ScopeTunnel, ByScripts
		if rows[i].silent {
			rows[i].Fate = Stateless
		}
	}
	return rows
}

// dialKeys are the keys of what needs a program that stays: modems, ISDN, IPsec.
// TYPE is told of; they say nothing by themselves.
func dialKeys() []Key {
	rows := []Key{
		{Name: "PERSIST", Takes: aBoolean(), Meaning: "Dial again after the line is lost."},
		{Name: "MODEMPORT", Takes: aText(), Meaning: "Device of the modem."},
		{Name: "LINESPEED", Takes: number(0, maxInt), Meaning: "Bits per second to the modem."},
		{Name: "DEFABORT", Takes: aBoolean(), Meaning: "Usual strings that end dialling."},
		{Name: "WVDIALSECT", Takes: aText(), Meaning: "Sections of wvdial.conf."},
		{Name: "DEBUG", Takes: aBoolean(), Meaning: "Log more."},
		{Name: "ESCAPECHARS", Takes: aBoolean(), Meaning: "Escape control characters."},
		{Name: "HARDFLOWCTL", Takes: aBoolean(), Meaning: "Hardware flow control."},
		{Name: "PPPOPTIONS", Takes: aText(), Meaning: "Arguments of pppd."},
		{Name: "PPPOE_EXTRA", Takes: aText(), Meaning: "Arguments of pppoe."},
		{Name: "PPPD_EXTRA", Takes: aText(), Meaning: "Arguments of pppd."},
		{Name: "PAPNAME", Takes: aText(), Meaning: "Name for PAP."},
		{Name: "MRU", Takes: number(0, 65535), Meaning: "Largest packet to take."},
		{Name: "DISCONNECTTIMEOUT", Takes: number(0, maxInt), Default: "5", Meaning: "Seconds to redial after a lost line."},
		{Name: "RETRYTIMEOUT", Takes: number(0, maxInt), Default: "60", Meaning: "Seconds to redial after a failure."},
		{Name: "RETRYCONNECT", Takes: aBoolean(), Default: "yes", Meaning: "Dial again after a failure."},
		{Name: "MAXFAIL", Takes: number(0, maxInt), Meaning: "Failures until it gives up."},
		{Name: "DEMAND", Takes: aBoolean(), Meaning: "Dial when there is traffic."},
		{Name: "IDLETIMEOUT", Takes: number(0, maxInt), Default: "600", Meaning: "Seconds without traffic until it hangs up."},
		{Name: "BOOTTIMEOUT", Takes: number(0, maxInt), Default: "30", Meaning: "Seconds that a boot waits for the line."},
	}
	add := func(meaning, names string) {
		for name := range strings.FieldsSeq(names) {
			secret := strings.Contains(name, "PASSWORD") || strings.Contains(name, "PSK") || strings.HasPrefix(name, "KEY_")
			rows = append(rows, Key{Name: name, Takes: aText(), Meaning: meaning, Secret: secret})
		}
	}
	add("Of ISDN lines.", `PROVIDER USER PASSWORD ENCAP DIALMODE DIALIN SECURE MSN PHONE_IN AREACODE REGIONCODE COUNTRYCODE PHONE_OUT BUNDLING
		HUPTIMEOUT LAYER L2_PROT L3_PROT CALLBACK CHARGEHUP CHARGEINT CBHUP CBDELAY DIALMAX AUTH IHUP DELDEFAULTROUTE CBCP CBCP_MSN VJ
		VJCCOMP AC PC BSDCOMP LZS LZS_MODE NF CCP ISDN_HOSTNAME SLAVE_DEVICE SLAVE_MSN SLAVE_PHONE_IN SLAVE_PHONE_OUT SLAVE_HUPTIMEOUT
		SLAVE_CHARGEHUP SLAVE_CHARGEINT SLAVE_CBHUP SLAVE_CBDELAY SLAVE_IHUP SLAVE_DIALMAX SLAVE_DIALMODE SLAVE_CALLBACK SLAVE_DELAY
		SLAVE_TRIGGER BOOT LOCAL_IP REMOTE_IP`)
	add("Of IPsec tunnels.", `SRC DST SRCNET DSTNET AH_PROTO AH_PROTO_IN AH_PROTO_OUT ESP_PROTO ESP_PROTO_IN ESP_PROTO_OUT AESP_PROTO
		AESP_PROTO_IN AESP_PROTO_OUT KEY_AH KEY_AH_IN KEY_AH_OUT KEY_ESP KEY_ESP_IN KEY_ESP_OUT KEY_AESP KEY_AESP_IN KEY_AESP_OUT
		SPI_ESP_IN SPI_ESP_OUT SPI_AH_IN SPI_AH_OUT IKE_DHGROUP IKE_METHOD IKE_AUTH IKE_ENC IKE_PSK IKE_CERTFILE IKE_PEER_CERTFILE
		IKE_DNSSEC KEYING MYID_TYPE MYID_VALUE`)
	for i := range rows {
		rows[i].Scope, rows[i].Reader, rows[i].Fate, rows[i].silent = ScopeDial, ByScripts, Stateless, true
	}
	return rows
}
