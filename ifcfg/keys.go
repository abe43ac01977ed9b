package ifcfg

import "slices"

const (
	yesNo    = "yes or no"
	seconds  = "seconds"
	metric   = "0..4294967295, or -1 for the default"
	words    = "words, separated by blanks"
	ipv4List = "IPv4 address"
)

// keys is the table of what is applied: a new key is a row of one of these and a
// field of Profile or reader.
func keys() []Key {
	return slices.Concat(profileKeys(), cardKeys(), ipv4Keys(), dhcpKeys(), ipv6Keys(), ruleKeys(), dnsKeys())
}

// otherKeys are the keys that are known but not applied, by what they are about;
// those that installers write come first.
func otherKeys() []func() []Key {
	misplaced := func() []Key { return routeFileKeys()[:1] }
	return []func() []Key{connectionKeys, rareIPv4Keys, rareIPv6Keys, rareDHCPKeys, rareDNSKeys, linkKeys, globalKeys, stackedKeys, bondKeys,
		bridgeKeys, virtualKeys, aliasKeys, misplaced, tunnelKeys, wifiKeys, authenticationKeys, bridgingKeys, dialKeys}
}
