// Package netroot boots a host whose root is at the other end of a network that netonce
// brings up in the initramfs, and goes on with netonce there. Its tests are built with the
// tag vm and run on the host, as root.
//
// The images are made by the distribution's own tools, dracut and initramfs-tools, of the
// files that a package of netonce's brings; the root is made beside them (see image.go).
// All of it stays in dist/netroot, by the hash of what it is made of.
//
// The servers, dnsmasq for addresses and nbd-server for the root, are in a network
// namespace. What the guest's cards send goes there by a wire of the test's own, which
// can take the tag of a VLAN off and put it on (see wire.go).
package netroot
