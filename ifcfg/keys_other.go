package ifcfg

import "slices"

// otherKeys are the keys that are known but not applied, by what they are about.
func otherKeys() []Key {
	return slices.Concat(connectionKeys(), globalKeys(), linkKeys(), stackedKeys(), bondKeys(), bridgeKeys(),
		rareIPKeys(), aliasKeys(), routeFileKeys()[:1], tunnelKeys(), wifiKeys(), authenticationKeys(), bridgingKeys(), dialKeys())
}
