package kernel

import (
	"cmp"
	"errors"
	"net/netip"
	"time"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

func addressDump() *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_GETADDR, unix.NLM_F_DUMP)
	r.AddData(nl.NewIfAddrmsg(unix.AF_UNSPEC))
	return r
}

// errNoAddress marks an address of another family than IPv4 and IPv6.
var errNoAddress = errors.New("netlink: not an IPv4 or IPv6 address")

// parseAddress reads the payload of RTM_NEWADDR or RTM_DELADDR; the address
// comes without its interface, whose index is returned.
func parseAddress(b []byte) (a network.Address, index int, err error) {
	if len(b) < unix.SizeofIfAddrmsg {
		return a, 0, errShort
	}
	m := nl.DeserializeIfAddrmsg(b)
	var local, remote netip.Addr
	flags := uint32(m.Flags)
	a.Scope = network.Scope(m.Scope)
	a.Valid, a.Preferred = network.Forever, network.Forever
	err = attributes(b[unix.SizeofIfAddrmsg:], func(t attribute) {
		switch t.kind {
		case unix.IFA_LOCAL:
			local, _ = netip.AddrFromSlice(t.value)
		case unix.IFA_ADDRESS:
			remote, _ = netip.AddrFromSlice(t.value)
		case unix.IFA_BROADCAST:
			a.Broadcast, _ = netip.AddrFromSlice(t.value)
		case unix.IFA_FLAGS:
			flags = uint32Of(t.value)
		case unix.IFA_CACHEINFO:
			if len(t.value) >= 8 {
				a.Preferred = time.Duration(uint32Of(t.value)) * time.Second
				a.Valid = time.Duration(uint32Of(t.value[4:])) * time.Second
			}
		}
	})
	if err != nil {
		return a, 0, err
	}
	if !local.IsValid() { // IPv6 has IFA_LOCAL only on point-to-point links
		local = remote
	}
	if remote.IsValid() && remote != local {
		a.Peer = remote
	}
	if a.Prefix = netip.PrefixFrom(local, int(m.Prefixlen)); !a.Prefix.IsValid() {
		return a, 0, errNoAddress
	}
	a.NoPrefixRoute = flags&unix.IFA_F_NOPREFIXROUTE != 0
	a.Tentative = flags&unix.IFA_F_TENTATIVE != 0
	a.DADFailed = flags&unix.IFA_F_DADFAILED != 0
	a.Secondary = flags&unix.IFA_F_SECONDARY != 0 && local.Is4()
	return a, int(m.Index), nil
}

// addressSet adds an address, or changes the lifetimes of the one that is there.
func addressSet(index int, a network.Address) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_NEWADDR, unix.NLM_F_ACK|unix.NLM_F_CREATE|unix.NLM_F_REPLACE)
	addressMessage(r, index, a)
	if a.Broadcast.IsValid() {
		r.AddData(nl.NewRtAttr(unix.IFA_BROADCAST, a.Broadcast.AsSlice()))
	}
	if a.Prefix.Addr().Is4() { // as ip(8) does: old programs look addresses up by label
		r.AddData(nl.NewRtAttr(unix.IFA_LABEL, nl.ZeroTerminated(cmp.Or(a.Label, a.Interface))))
	}
	var flags uint32
	if a.NoPrefixRoute {
		flags |= unix.IFA_F_NOPREFIXROUTE
	}
	r.AddData(nl.NewRtAttr(unix.IFA_FLAGS, nl.Uint32Attr(flags)))
	info := unix.IfaCacheinfo{Prefered: seconds(a.Preferred), Valid: seconds(a.Valid)}
	r.AddData(nl.NewRtAttr(unix.IFA_CACHEINFO, (&nl.IfaCacheInfo{IfaCacheinfo: info}).Serialize()))
	return r
}

func addressDelete(index int, a network.Address) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_DELADDR, unix.NLM_F_ACK)
	addressMessage(r, index, a)
	return r
}

func addressMessage(r *nl.NetlinkRequest, index int, a network.Address) {
	family := unix.AF_INET6
	if a.Prefix.Addr().Is4() {
		family = unix.AF_INET
	}
	m := nl.NewIfAddrmsg(family)
	m.Prefixlen, m.Scope, m.Index = uint8(a.Prefix.Bits()), uint8(a.Scope), uint32(index)
	r.AddData(m)
	r.AddData(nl.NewRtAttr(unix.IFA_LOCAL, a.Prefix.Addr().AsSlice()))
	other := a.Prefix.Addr()
	if a.Peer.IsValid() {
		other = a.Peer
	}
	r.AddData(nl.NewRtAttr(unix.IFA_ADDRESS, other.AsSlice()))
}

// seconds turns a lifetime into the kernel's, where 0xffffffff is for ever and a
// lifetime of less than a second must not become the 0 that is refused.
func seconds(d time.Duration) uint32 {
	return uint32(min(max(d, time.Second), network.Forever) / time.Second)
}
