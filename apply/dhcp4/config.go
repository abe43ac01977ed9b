package dhcp4

import (
	"net"
	"net/netip"
	"time"
)

// Config says for which interface a lease is wanted and what to tell the server.
type Config struct {
	// Interface is the name of the interface, for messages only.
	Interface string
	// HardwareAddr is the interface's link-layer address: 6 bytes on Ethernet, 20
	// on InfiniBand, which is not sent then but for its part in the client
	// identifier (RFC 4390).
	HardwareAddr net.HardwareAddr
	// ClientID is option 61 as sent, type byte included (RFC 2132 9.14), 1 to 255
	// bytes. Nil means hardware type and address, NetworkManager's default.
	ClientID []byte
	// NoClientID sends none: the server knows the client by its hardware address.
	NoClientID bool
	// Hostname is option 12, at most 255 bytes; "" sends none.
	Hostname string
	// FQDN is option 81 (RFC 4702), which asks the server to register the name; ""
	// sends none. Option 12 is not sent beside it (RFC 4702 3.1).
	FQDN string
	// VendorClass is option 60, at most 255 bytes; "" sends none.
	VendorClass string
	// Requested is the address of an earlier lease, asked for in DISCOVER (option
	// 50); the zero Addr asks for none.
	Requested netip.Addr
	// Former is a lease to keep; nil for none. A server that refuses it gives another.
	Former *Former
	// Reject lists servers not to listen to, by their server identifier (option 54).
	Reject []netip.Prefix
	// IPv6Only says that the host can do with IPv6 alone, and lets a server have it so
	// (option 108): Acquire's error is an *IPv6Only then.
	IPv6Only bool
	// Netboot asks for what a boot over the network goes on with: RootPath and BootFile.
	Netboot bool
	// Anonymous keeps to itself what is not needed to get a lease, and would tell the
	// host again elsewhere (RFC 7844 3): names, classes, identifiers, addresses of before.
	Anonymous bool
	// Broadcast asks the server to broadcast its replies (RFC 2131 4.1), for links
	// that cannot receive a unicast before they have an address.
	Broadcast bool
	// Anew is how long to go on after a server has refused Former, or it has run out; 0 is as Timeout says.
	Anew time.Duration
	// Timeout is when to give up, counted from the call of Acquire; 0 means never.
	Timeout time.Duration
}
