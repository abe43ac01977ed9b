// Package network holds the words in which netonce speaks of the kernel's
// network: links, addresses, routes and a snapshot of all of them. It is a leaf:
// values only, built on net/netip, no netlink library's types.
package network
