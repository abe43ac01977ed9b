package network

// Event is one thing that the kernel tells unasked. Exactly one of Link, Address and
// Router is set, or Lost, which says that events were dropped (the socket's
// buffer overflowed) and that only a new snapshot tells the state.
type Event struct {
	Link    *Link
	Address *Address // its Interface is empty: Index tells
	Router  *RouterEvent
	Index   int
	Gone    bool // the link or address was removed
	Lost    bool
}

// RouterEvent is what the kernel tells of a router advertisement (RFC 4861 4.2), or of
// a part of it.
type RouterEvent struct {
	// Flags are those of the link from now on, nil for as they were: the kernel tells
	// them when they change.
	Flags *RouterFlags
	// Option is a whole option that the kernel leaves to others (RTM_NEWNDUSEROPT):
	// name servers, search lists. Nobody has looked inside.
	Option []byte
	// Autonomous says that hosts make addresses of a prefix, which are about to come.
	Autonomous bool
}

// RouterFlags are what routers on a link say of it (include/net/if_inet6.h).
type RouterFlags struct {
	Heard   bool // IF_RA_RCVD: one has answered since the link came up
	Managed bool // IF_RA_MANAGED: DHCPv6 gives addresses
	Other   bool // IF_RA_OTHERCONF: DHCPv6 gives everything else
}
