// Package boot boots a whole host with netonce installed - systemd, udev, D-Bus, a
// kernel with its modules, a file system of the distribution's own packages - in a
// virtual machine, and proves netonce's units there. Its tests are built with the tag
// vm and run on the host, which has the machine's monitor: cables, cards that are
// plugged in, a suspended host that is woken up.
//
// The root is made once of the distribution's packages (mmdebstrap), then netonce's own
// package and testdata/root are laid over it. Both stay in dist/boot, by the
// hash of what they are made of. The machine writes to a copy that ends with it.
//
// In the guest a program of the test's own (guest) runs commands for the tests and
// sends them the journal as it is written, over a virtio port. The DHCP servers are
// dnsmasq in a network namespace, lan, with cards of its own: what it logs is in the
// same journal. See cards.go for who is connected with whom.
package boot
