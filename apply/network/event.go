package network

// Event is one thing that the kernel tells unasked. Exactly one of Link and
// Address is set, or Lost, which says that events were dropped (the socket's
// buffer overflowed) and that only a new snapshot tells the state.
type Event struct {
	Link    *Link
	Address *Address // its Interface is empty: Index tells
	Index   int
	Gone    bool // the link or address was removed
	Lost    bool
}
