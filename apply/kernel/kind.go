package kernel

import (
	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// field is an option of a kind of link as netlink has it.
type field struct {
	_     [0]func() // not comparable: there would be code for it with each length of table
	name  string    // ip-link(8)'s
	kind  uint16    // of the attribute
	form  form
	words string // of an enumeration, from 0 on; of bits, behind their letters
	bit   uint32 // of a flag; of a key the attribute that says whether there is one
}

// kinds is the table of what kinds of links can be told and asked. (The netlink
// library knows but some of a bridge's and a bond's options.)
func kinds(kind string) []field {
	switch kind {
	case "bond":
		return bondFields()
	case "bridge":
		return bridgeFields()
	case "vlan":
		return vlanFields()
	case "vrf":
		return []field{{name: "table", kind: nl.IFLA_VRF_TABLE, form: u32}}
	case "macvlan":
		return []field{{name: "mode", kind: nl.IFLA_MACVLAN_MODE, form: word32, words: "- private vepa - bridge - - - passthru - - - - - - - source"}}
	case "ipvlan":
		return []field{{name: "mode", kind: nl.IFLA_IPVLAN_MODE, form: word16, words: "l2 l3 l3s"}}
	case "vxlan":
		return vxlanFields()
	case "ipoib":
		return []field{{name: "pkey", kind: nl.IFLA_IPOIB_PKEY, form: u16}, {name: "mode", kind: nl.IFLA_IPOIB_MODE, form: word16, words: "datagram connected"}}
	case "ipip", "sit":
		return tunnelFields(ip4)
	case "ip6tnl":
		return append(tunnelFields(ip6), ip6TunnelFields()...)
	case "gre", "gretap":
		return greFields(ip4)
	case "ip6gre", "ip6gretap":
		return append(greFields(ip6), field{name: "encaplimit", kind: nl.IFLA_GRE_ENCAP_LIMIT, form: u8})
	case "veth":
		return []field{{name: "peer", kind: nl.VETH_INFO_PEER, form: peer}}
	}
	return nil
}

// portKinds is the same for ports, by the kind of their controller.
func portKinds(kind string) []field {
	switch kind {
	case "bond":
		return bondPortFields()
	case "bridge":
		return bridgePortFields()
	}
	return nil
}

// linkInfo reads IFLA_LINKINFO: the kind with its options, and those of a port.
func linkInfo(l *network.Link, b []byte) {
	var data, port []byte
	portKind := ""
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		switch a.kind {
		case unix.IFLA_INFO_KIND:
			l.Kind = unix.ByteSliceToString(a.value)
		case unix.IFLA_INFO_DATA:
			data = a.value
		case unix.IFLA_INFO_SLAVE_KIND:
			portKind = unix.ByteSliceToString(a.value)
		case unix.IFLA_INFO_SLAVE_DATA:
			port = a.value
		}
	})
	l.Options = parseFields(kinds(l.Kind), data)
	l.Port = parseFields(portKinds(portKind), port)
	if l.Kind == "bridge" {
		l.Options = withoutPassing(l.Options, data)
	}
}

// linkMake asks for a new link.
func linkMake(name string, c network.LinkChange) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_NEWLINK, unix.NLM_F_CREATE|unix.NLM_F_EXCL|unix.NLM_F_ACK)
	r.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	r.AddData(nl.NewRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(name)))
	if c.Parent.Index != 0 {
		r.AddData(nl.NewRtAttr(unix.IFLA_LINK, nl.Uint32Attr(uint32(c.Parent.Index))))
	}
	if c.MAC != nil {
		r.AddData(nl.NewRtAttr(unix.IFLA_ADDRESS, c.MAC))
	}
	r.AddData(infoData(c.Kind, c.Options))
	return r
}

// infoData is IFLA_LINKINFO with a kind's options.
func infoData(kind string, options network.Options) *nl.RtAttr {
	info := nl.NewRtAttr(unix.IFLA_LINKINFO, nil)
	info.AddRtAttr(unix.IFLA_INFO_KIND, nl.NonZeroTerminated(kind))
	if len(options) > 0 {
		addFields(info.AddRtAttr(unix.IFLA_INFO_DATA, nil), kinds(kind), options)
	}
	return info
}

// portData is IFLA_LINKINFO with a port's options.
func portData(kind string, options network.Options) *nl.RtAttr {
	info := nl.NewRtAttr(unix.IFLA_LINKINFO, nil)
	info.AddRtAttr(unix.IFLA_INFO_SLAVE_KIND, nl.NonZeroTerminated(kind))
	addFields(info.AddRtAttr(unix.IFLA_INFO_SLAVE_DATA, nil), portKinds(kind), options)
	return info
}

// linkNamed asks for one link.
func linkNamed(name string) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_GETLINK, 0)
	r.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	r.AddData(nl.NewRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(name)))
	r.AddData(nl.NewRtAttr(unix.IFLA_EXT_MASK, nl.Uint32Attr(skipStatistics)))
	return r
}

func linkDelete(index int) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_DELLINK, unix.NLM_F_ACK)
	m := nl.NewIfInfomsg(unix.AF_UNSPEC)
	m.Index = int32(index)
	r.AddData(m)
	return r
}

// Make makes links in one go and returns what they have become, with the kernel's
// answer to each, nil for done.
func (c *Conn) Make(changes []network.Change) ([]network.Link, []error) {
	links, errs := make([]network.Link, len(changes)), make([]error, len(changes))
	for from := 0; from < len(changes); from += batchMessages / 2 {
		to := min(from+batchMessages/2, len(changes))
		var requests []*nl.NetlinkRequest
		for _, change := range changes[from:to] {
			requests = append(requests, linkMake(change.Interface, *change.Link))
		}
		copy(errs[from:to], c.socket.exchange(requests))
		for i := from; i < to; i++ {
			if errs[i] == nil {
				links[i], errs[i] = c.named(changes[i].Interface)
			}
		}
	}
	return links, errs
}

// named reads one link.
func (c *Conn) named(name string) (l network.Link, err error) {
	err = c.socket.ask(linkNamed(name), func(kind uint16, b []byte) (err error) {
		if kind == unix.RTM_NEWLINK {
			l, err = parseLink(b)
		}
		return err
	})
	return l, wrap("reading "+name, err)
}
