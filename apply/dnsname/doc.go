// Package dnsname reads, checks and writes the domain names that come in DHCP options
// and router advertisements.
package dnsname
