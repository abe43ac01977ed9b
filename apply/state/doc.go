// Package state keeps what outlives a run under run/netonce: what netonce owns on
// each interface, the leases, and the lock that lets one run at a time through.
// Everything is written atomically, and read back like a stranger's file.
package state
