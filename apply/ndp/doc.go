// Package ndp is what a host says to routers and hears of them beside the kernel, which
// makes addresses and routes of their advertisements: it asks for one (RFC 4861), and
// reads the options that are not the kernel's business (RFC 8106).
package ndp
