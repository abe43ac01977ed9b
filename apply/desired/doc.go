// Package desired turns profiles and leases into what the kernel should hold:
// which profile goes to which link, and the addresses, routes, sysctls and name
// servers that follow. It is pure: nothing here reads or changes a host.
package desired
