// Package packet sends and receives whole packets of one protocol on one link, below
// the kernel's own network layer (packet(7)).
package packet
