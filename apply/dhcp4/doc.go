// Package dhcp4 is a DHCPv4 client (RFC 2131): from nothing to a lease.
//
// Acquire drives a Machine, which holds every decision and neither clock nor
// socket, over a Conn, which Listen opens on an interface. What comes off the
// network is hostile: a Lease holds only addresses and names that were checked.
package dhcp4
