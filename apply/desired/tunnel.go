package desired

import (
	"cmp"
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// tunnelMetric is NetworkManager's default route metric of IP tunnels.
const tunnelMetric = 675

// tunnel sets the ends of a tunnel. The kernel changes them in place, all at once
// (ipip_changelink, ipgre_changelink, ip6_tnl_changelink).
func (b *builder) tunnel() { b.tunnelTo("PEER_OUTER_IPADDR", "MY_OUTER_IPADDR") }

func (b *builder) tunnelTo(remote, local string) {
	b.end("remote", remote)
	b.end("local", local)
	b.hops()
	if b.p.Parent.IsSet() { // not IFLA_LINK here, but an option
		b.option("dev", b.p.Parent.Value, b.p.Parent.Because(), TakesNothing)
		b.Parent = Wanted[network.Ref]{}
	} else {
		b.implied("dev", "", TakesNothing)
	}
	for i := range b.Options {
		b.Options[i].Whole = true
	}
}

// end is an address of the outer packets; without one it is any.
func (b *builder) end(name, key string) {
	f := b.p.Setting(key)
	if a, err := ifcfg.ParseIPv6(f.Value); err == nil { // as the kernel writes it
		b.option(name, a.String(), f.Because(), TakesNothing)
	} else if f.IsSet() {
		b.option(name, f.Value, f.Because(), TakesNothing)
	} else {
		b.implied(name, "", TakesNothing)
	}
}

// hops is TTL; 0 is inherit. Without it sit and the tunnels over IPv6 have 64, as
// ifup-sit and ip(8) give them.
func (b *builder) hops() {
	f, own := b.p.Setting("TTL"), 0
	if b.Kind == "sit" || strings.HasPrefix(b.Kind, "ip6") {
		own = 64
	}
	switch {
	case f.IsSet():
		b.option("ttl", strconv.FormatInt(number(f.Value), 10), f.Because(), TakesNothing)
	case own > 0:
		b.option("ttl", strconv.Itoa(own), b.p.File, TakesNothing)
	default:
		b.implied("ttl", "0", TakesNothing)
	}
}

// sit has keys of its own for its ends (ifup-sit), and those of the others.
func (b *builder) sit() {
	if b.p.Setting("IPV6TUNNELIPV4").IsSet() {
		b.tunnelTo("IPV6TUNNELIPV4", "IPV6TUNNELIPV4LOCAL")
	} else {
		b.tunnel()
	}
}

func (b *builder) ip6Tunnel() {
	b.encapLimit()
	b.option("mode", strings.ToLower(string(b.p.Kind.Value)), cmp.Or(b.p.Kind.Because(), b.p.File), TakesNothing)
	b.tunnel()
}

// encapLimit is how many tunnels may be in this one (RFC 2473 section 4.1.1): ip(8)
// asks for 4, and what is not asked for is none.
func (b *builder) encapLimit() { b.option("encaplimit", "4", b.p.File, TakesNothing) }

// gre has the same key in both directions, as ifup-tunnel sets it.
func (b *builder) gre() {
	if b.p.Kind.Value.OverIPv6() {
		b.encapLimit()
	}
	f := b.p.Setting("KEY")
	for _, name := range []string{"ikey", "okey"} {
		if key, err := ifcfg.TunnelKey(f.Value); err == nil {
			b.option(name, strconv.FormatUint(uint64(key), 10), f.Because(), TakesNothing)
		} else {
			b.implied(name, "", TakesNothing)
		}
	}
	b.tunnel()
}
