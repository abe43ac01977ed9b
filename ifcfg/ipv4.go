package ifcfg

import (
	"fmt"
	"net/netip"
	"slices"
	"sort"
	"strings"
	"time"
)

// addressKeys are the keys of one number that make an IPv4 address.
type addressKeys struct {
	index                 int
	addr, prefix, netmask value
	label                 string // of an alias: eth0:1
	inherits              bool   // the prefix length of the profile's first address
}

// address returns the keys of a number.
func (r *reader) address(index int) *addressKeys {
	for i := range r.addresses {
		if r.addresses[i].index == index {
			return &r.addresses[i]
		}
	}
	r.addresses = append(r.addresses, addressKeys{index: index})
	return &r.addresses[len(r.addresses)-1]
}

func (r *reader) ipv4() {
	ip := &r.p.IPv4
	sort.SliceStable(r.addresses, func(i, j int) bool { return r.addresses[i].index < r.addresses[j].index })
	r.method4()
	if r.p.Rejected && !r.p.Unsupported || ip.Method.Value == MethodDisabled {
		r.unusedIPv4()
		return
	}
	for _, k := range slices.Concat(r.addresses, r.extra) {
		if p, ok := r.prefix4(k); ok && r.addAddress4(p) && k.label != "" {
			if ip.Labels == nil {
				ip.Labels = map[netip.Prefix]string{}
			}
			ip.Labels[p.Value] = k.label
		}
	}
	if r.inner.Value.Addr().Is4() {
		r.addAddress4(r.inner)
	}
	ip.ACD = r.conflictTime()
	r.gaps()
	r.derivedAddresses()
	ip.Fatal = ip.Fatal.Or(false)
	r.peers(ip)
	r.neverDefault4()
	r.gateway4()
	ip.Metric = metricField(r.metric4)
	if ip.Method.Value == MethodManual && len(ip.Addresses) == 0 {
		r.report(Pos{File: r.file}, Error, "no-address", "IPADDR", "no usable address is left: IPv4 stays unconfigured", "")
		ip.Method.Value = MethodDisabled
	}
}

// method4 settles BOOTPROTO as NetworkManager does: without it or with none or
// static, IPv4 is off unless an address key is there.
func (r *reader) method4() {
	ip := &r.p.IPv4
	b := r.bootProto
	ip.Method = Field[Method]{Pos: b.Pos, Key: b.Key}
	switch strings.ToLower(b.Value) {
	case "dhcp", "bootp":
		ip.Method.Value = MethodAuto
	case "", "none", "static":
		ip.Method.Value = MethodDisabled
		if len(r.addresses)+len(r.extra) > 0 || r.inner.Value.Addr().Is4() {
			ip.Method.Value = MethodManual
		}
	case "shared":
		ip.Method.Value = MethodManual
		r.report(b.Pos, Warning, "not-applied", "BOOTPROTO", "shared: the address is set, but netonce serves neither DHCP nor address translation", "")
	case "autoip":
		ip.Method.Value = MethodLinkLocal
	case "ibft":
		r.reject(b.Pos, "BOOTPROTO", "ibft: the firmware's settings are not read here; the interface is left alone", "")
	default:
		r.reject(b.Pos, "BOOTPROTO", fmt.Sprintf("%q is none of none, static, dhcp, bootp", b.Value), "")
	}
}

// prefix4 makes the address of one number. What is wrong with any of its keys
// costs the address and no more.
func (r *reader) prefix4(k addressKeys) (Field[netip.Prefix], bool) {
	none := Field[netip.Prefix]{}
	if k.addr.Key == "" {
		stray := k.prefix
		if stray.Key == "" {
			stray = k.netmask
		}
		r.warn(stray, "stray", "there is no IPADDR of this number", "")
		return none, false
	}
	if k.addr.Bad != nil {
		return none, false
	}
	a, err := ParseIPv4(strings.TrimSpace(k.addr.Value))
	if err != nil {
		hint := ""
		if p, err := ipv4Prefix(strings.TrimSpace(k.addr.Value)); err == nil {
			hint = fmt.Sprintf("write %s=%s and %s=%d", k.addr.Key, p.Addr(), strings.Replace(k.addr.Key, "IPADDR", "PREFIX", 1), p.Bits())
		}
		r.fail(k.addr, "value", err.Error(), hint)
		return none, false
	}
	if a.IsUnspecified() || a.IsMulticast() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		r.fail(k.addr, "value", fmt.Sprintf("%s is not an address for an interface", a), "")
		return none, false
	}
	bits, ok := r.bits4(k, a)
	return Field[netip.Prefix]{Value: netip.PrefixFrom(a, bits), Pos: k.addr.Pos, Key: k.addr.Key}, ok
}

func (r *reader) bits4(k addressKeys, a netip.Addr) (int, bool) {
	switch {
	case k.prefix.Key != "" && k.prefix.Bad != nil:
		return 0, false
	case k.prefix.Key != "":
		n, err := ParseInt(k.prefix.Value, 10, 0, 32)
		if err != nil {
			r.fail(k.prefix, "value", err.Error(), "")
		}
		return int(n), err == nil
	case k.netmask.Key != "" && k.netmask.Bad != nil:
		return 0, false
	case k.netmask.Key != "":
		n, err := ParseNetmask(strings.TrimSpace(k.netmask.Value))
		if err != nil {
			r.fail(k.netmask, "value", err.Error(), "write PREFIX instead")
		}
		return n, err == nil
	}
	if have := r.p.IPv4.Addresses; k.inherits && len(have) > 0 {
		return have[0].Value.Bits(), true
	}
	n := ClassfulBits(a)
	r.warn(k.addr, "classful", fmt.Sprintf("no PREFIX and no NETMASK: /%d is taken, by the address's class", n), "write PREFIX")
	return n, true
}

func (r *reader) addAddress4(f Field[netip.Prefix]) bool {
	if have, twice := r.addressOf(f.Value); twice {
		r.report(f.Pos, Warning, "duplicate", f.Key, fmt.Sprintf("%s is the address of %s already", f.Value, have), "")
		return false
	}
	r.p.IPv4.Addresses = append(r.p.IPv4.Addresses, f)
	return true
}

// addressOf returns the key that gave an address, if one did. Ranges may have
// made many; those are found by a map.
func (r *reader) addressOf(p netip.Prefix) (key string, ok bool) {
	have := r.p.IPv4.Addresses
	if len(have) < few {
		i := slices.IndexFunc(have, func(f Field[netip.Prefix]) bool { return f.Value == p })
		if i < 0 {
			return "", false
		}
		return have[i].Key, true
	}
	if r.seen4 == nil {
		r.seen4 = map[netip.Prefix]string{}
	}
	for _, f := range have[len(r.seen4):] {
		r.seen4[f.Value] = f.Key
	}
	key, ok = r.seen4[p]
	return key, ok
}

// gaps warns where NetworkManager would have stopped reading: at the first
// number from 2 on that is missing.
func (r *reader) gaps() {
	next := 2
	for _, k := range r.addresses {
		if k.index < 2 || k.addr.Key == "" {
			continue
		}
		if k.index != next {
			r.warn(k.addr, "gap", fmt.Sprintf("there is no IPADDR%d before it; it counts all the same", next), fmt.Sprintf("number it IPADDR%d", next))
		}
		next = k.index + 1
	}
}

// neverDefault4 settles DEFROUTE; GATEWAYDEV of the global file overrules it in
// both directions.
func (r *reader) neverDefault4() {
	d := r.defRoute4
	r.p.IPv4.NeverDefault = Field[bool]{Value: d.IsSet() && !d.Value, Pos: d.Pos, Key: d.Key}
	if g := r.defaults.GatewayDevice; g.IsSet() && r.p.Device.IsSet() {
		r.p.IPv4.NeverDefault = Field[bool]{Value: r.p.Device.Value != g.Value, Pos: g.Pos, Key: g.Key}
	}
}

// gateway4 takes the first gateway that can be read, the global one where the
// profile has none of its own.
func (r *reader) gateway4() {
	ip := &r.p.IPv4
	byIndex(r.gateways)
	for _, v := range r.gateways {
		a, err := ParseIPv4(strings.TrimSpace(v.Value))
		switch {
		case err != nil:
			r.fail(v, "value", err.Error()+"; the address and the other routes stay", "")
		case !canForward(a):
			r.fail(v, "value", fmt.Sprintf("%s cannot be a gateway", a), "")
		case ip.Gateway.IsSet():
			r.warn(v, "unread", fmt.Sprintf("the gateway is that of %s; there is only one", ip.Gateway.Key), "write a route file for further routes")
		default:
			ip.Gateway = Field[netip.Addr]{Value: a, Pos: v.Pos, Key: v.Key}
		}
	}
	if len(r.gateways) == 0 {
		ip.Gateway = r.defaults.Gateway
	}
	if len(ip.Addresses) == 0 && ip.Gateway.IsSet() {
		if len(r.gateways) > 0 {
			why := "not used: there is no usable address"
			if ip.Method.Value == MethodAuto {
				why = "not used: without a static address DHCP names the gateway"
			}
			r.report(ip.Gateway.Pos, Warning, "unread", ip.Gateway.Key, why, "")
		}
		ip.Gateway = Field[netip.Addr]{}
	}
	if ip.NeverDefault.Value && ip.Gateway.IsSet() {
		if len(r.gateways) > 0 {
			r.report(ip.Gateway.Pos, Warning, "unread", ip.Gateway.Key, "not used: "+ip.NeverDefault.Because()+" forbids a default route here", "")
		}
		ip.Gateway = Field[netip.Addr]{}
	}
	for _, a := range ip.Addresses {
		if ip.Gateway.IsSet() && a.Value.Addr() == ip.Gateway.Value {
			r.report(ip.Gateway.Pos, Warning, "own-gateway", ip.Gateway.Key, "is the interface's own address: nothing beyond the link will be reached", "")
		}
	}
}

// canForward tells addresses that another host can have from those that mean
// none, many or the own one.
func canForward(a netip.Addr) bool {
	return !a.IsUnspecified() && !a.IsMulticast() && !a.IsLoopback() && a != netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// conflictTime is ACD_TIMEOUT, or ARPING_WAIT where that is not given or the default.
func (r *reader) conflictTime() Field[time.Duration] {
	f := r.acd
	if !f.IsSet() || f.Value < 0 {
		f = r.arping
	}
	if !f.IsSet() || f.Value < 0 {
		f.Value = defaultConflictTime
	}
	return f
}

// defaultConflictTime is NetworkManager's.
const defaultConflictTime = 200 * time.Millisecond

// unusedIPv4 says which keys go unused because IPv4 is off.
func (r *reader) unusedIPv4() {
	if r.p.Rejected {
		return
	}
	for _, v := range r.gateways {
		r.warn(v, "unread", "IPv4 is off: there is no address and no DHCP", "write IPADDR, or BOOTPROTO=dhcp")
	}
}

func (r *reader) peers(ip *IP) {
	ip.PeerDNS = ip.PeerDNS.Or(true)
	ip.PeerRoutes = ip.PeerRoutes.Or(true)
}

// metricField drops the -1 that stands for the default.
func metricField(f Field[int64]) Field[uint32] {
	if f.Value < 0 {
		return Field[uint32]{}
	}
	return Field[uint32]{Value: uint32(f.Value), Pos: f.Pos, Key: f.Key}
}
