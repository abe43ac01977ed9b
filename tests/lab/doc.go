// Package lab makes hosts to try netonce on, out of nothing but the kernel: a
// network namespace with links, a second one that their other ends lead to, a
// directory for the host's root, and a DHCP server. No tool of the system is
// run but those that a test asks for, and the machine's own network is not touched.
//
// A program that uses it starts with Main, which builds netonce and, where it is
// not run as root, goes on in a user namespace of its own.
package lab
