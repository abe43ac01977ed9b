package ifcfg

// otherKeys are the keys that are known but not applied, by what they are about;
// those that installers write come first.
func otherKeys() []func() []Key {
	misplaced := func() []Key { return routeFileKeys()[:1] }
	return []func() []Key{connectionKeys, rareIPKeys, linkKeys, globalKeys, stackedKeys, bondKeys, bridgeKeys,
		aliasKeys, misplaced, tunnelKeys, wifiKeys, authenticationKeys, bridgingKeys, dialKeys}
}
