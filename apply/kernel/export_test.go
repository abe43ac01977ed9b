package kernel

import "netonce/apply/network"

// The parsers, for their fuzz tests.
var (
	ParseLink      = parseLink
	ParseVLANs     = parseVLANs
	ParseAddress   = parseAddress
	ParseRoute     = func(b []byte) error { return parseRoute(b, func(hop) {}) }
	ParseRule      = parseRule
	Answer         = answer
	EventOf        = event
	FamilyID       = familyID
	AppendMessages = appendMessages
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

// Told counts the messages that the kernel sends when it is asked for a group of routes.
func (c *Conn) Told(g network.RouteGroup) (n int, err error) {
	c.socket.strict(1)
	defer c.socket.strict(0)
	err = c.socket.dump(routeDump(g), func() { n = 0 }, func(uint16, []byte) error { n++; return nil })
	return n, err
}
