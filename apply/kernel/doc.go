// Package kernel is the boundary to the Linux kernel: rtnetlink and the network
// sysctls on one side, the words of package network on the other. Nothing of the
// netlink library passes it.
package kernel
