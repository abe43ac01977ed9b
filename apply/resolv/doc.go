// Package resolv hands the name servers, search domains and resolver options of
// all profiles and leases to the host's resolver: as /etc/resolv.conf where the
// file is ours to write, over D-Bus where it belongs to systemd-resolved, and not
// at all where somebody else answers for it.
//
// What goes in is composed in NetworkManager's order (compose.go); where it goes
// is decided from a handful of facts (facts.go, decide.go), and every decision is
// told in one line of key=value. So is every value that cannot be handed on
// (loss.go).
package resolv
