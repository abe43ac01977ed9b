package dhcp4

import (
	"fmt"
	"net/netip"

	"netonce/apply/dhcp"
)

// Refusal is a server's NAK.
type Refusal struct {
	Server  netip.Addr
	Address netip.Addr
	// Message is option 56 without control characters; "" when there was none.
	Message string
}

func (r *Refusal) Error() string {
	text := fmt.Sprintf("server %v refused %v", r.Server, r.Address)
	if r.Message != "" {
		text += ": " + r.Message
	}
	return text
}

// errNoAck is an offer that came to nothing; the others are about a lease of old.
const (
	errNoAck       = dhcp.Reason("REQUEST was not answered")
	errUnconfirmed = dhcp.Reason("no server confirmed the lease of before")
	errExpired     = dhcp.Reason("the lease of before has run out")
)
