package kernel

// The parsers, for their fuzz tests.
var (
	ParseLink    = parseLink
	ParseVLANs   = parseVLANs
	ParseAddress = parseAddress
	ParseRoute   = func(b []byte) error { return parseRoute(b, func(hop) {}) }
	ParseRule    = parseRule
	Answer       = answer
	EventOf      = event
)
