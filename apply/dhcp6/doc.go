// Package dhcp6 is a DHCPv6 client (RFC 8415): from nothing, or a lease of before, to
// addresses, delegated prefixes or mere information.
//
// Acquire drives a Machine, which holds every decision and neither clock nor
// socket, over a Conn, which Listen opens on an interface. What comes off the
// network is hostile: a Lease holds only addresses and names that were checked.
//
// Of the protocol the client leaves out what no host needs that asks and goes away:
// temporary addresses, authentication and Reconfigure, which it never offers to accept,
// and unicast to a server (option 12), which is on its way out.
package dhcp6
