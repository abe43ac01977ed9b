// Package online tells whether a host is on the network, by conditions that whoever asks
// chooses, and waits until it is.
package online
