// Package acd finds out whether another host on the link has an IPv4 address, before
// it is used (RFC 5227).
package acd
