package kernel

import "netonce/apply/network"

// The parsers, for their fuzz tests.
var (
	ParseLink    = parseLink
	ParseVLANs   = parseVLANs
	ParseAddress = parseAddress
	ParseRoute   = func(b []byte) error { return parseRoute(b, func(hop) {}) }
	ParseRule    = parseRule
	Answer       = answer
	EventOf      = event
	FamilyID     = familyID
)

// ParseEthtool reads an answer as one for every group.
func ParseEthtool(b []byte, asked network.Options) (all []network.Options) {
	for _, g := range ethtoolGroups() {
		all = append(all, g.parse(b, asked))
	}
	supportedModes(b)
	parseFunctions(b)
	return all
}
