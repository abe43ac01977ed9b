package kernel

import (
	"strings"

	"github.com/vishvananda/netlink/nl"
)

// tunnelFields are the options of tunnels that carry IP in IP (linux/if_tunnel.h),
// over addresses of a form.
func tunnelFields(outer form) []field {
	return []field{
		{name: "local", kind: nl.IFLA_IPTUN_LOCAL, form: outer},
		{name: "remote", kind: nl.IFLA_IPTUN_REMOTE, form: outer},
		{name: "ttl", kind: nl.IFLA_IPTUN_TTL, form: u8},
		{name: "dev", kind: nl.IFLA_IPTUN_LINK, form: ifIndex},
	}
}

func ip6TunnelFields() []field {
	return []field{
		{name: "encaplimit", kind: nl.IFLA_IPTUN_ENCAP_LIMIT, form: u8},
		// The number of the inner protocol: 4 or 41.
		{name: "mode", kind: nl.IFLA_IPTUN_PROTO, form: word8, words: "any - - - ipip6" + strings.Repeat(" -", 36) + " ip6ip6"},
	}
}

// greFields are the options of GRE.
func greFields(outer form) []field {
	return []field{
		{name: "local", kind: nl.IFLA_GRE_LOCAL, form: outer},
		{name: "remote", kind: nl.IFLA_GRE_REMOTE, form: outer},
		{name: "ttl", kind: nl.IFLA_GRE_TTL, form: u8},
		{name: "dev", kind: nl.IFLA_GRE_LINK, form: ifIndex},
		{name: "ikey", kind: nl.IFLA_GRE_IKEY, form: key, bit: nl.IFLA_GRE_IFLAGS},
		{name: "okey", kind: nl.IFLA_GRE_OKEY, form: key, bit: nl.IFLA_GRE_OFLAGS},
	}
}
