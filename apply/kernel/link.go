package kernel

import (
	"encoding/binary"
	"net"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

const (
	iflaPermAddress = 54 // IFLA_PERM_ADDRESS, linux/if_link.h
	skipStatistics  = 8  // RTEXT_FILTER_SKIP_STATS, linux/rtnetlink.h
)

// linkDump asks for every link without its counters, most of an answer's bytes.
func linkDump() *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_GETLINK, unix.NLM_F_DUMP)
	r.AddData(nl.NewIfInfomsg(unix.AF_UNSPEC))
	r.AddData(nl.NewRtAttr(unix.IFLA_EXT_MASK, nl.Uint32Attr(skipStatistics)))
	return r
}

// parseLink reads the payload of RTM_NEWLINK or RTM_DELLINK.
func parseLink(b []byte) (network.Link, error) {
	if len(b) < unix.SizeofIfInfomsg {
		return network.Link{}, errShort
	}
	m := nl.DeserializeIfInfomsg(b)
	l := network.Link{
		Index:    int(m.Index),
		Ethernet: m.Type == unix.ARPHRD_ETHER,
		Loopback: m.Flags&unix.IFF_LOOPBACK != 0,
		NoARP:    m.Flags&unix.IFF_NOARP != 0,
		Up:       m.Flags&unix.IFF_UP != 0,
		Carrier:  m.Flags&unix.IFF_LOWER_UP != 0,
		Promisc:  m.Flags&unix.IFF_PROMISC != 0, // as asked for, whatever else counts (dev_get_flags)
	}
	err := attributes(b[unix.SizeofIfInfomsg:], func(a attribute) {
		switch a.kind {
		case unix.IFLA_IFNAME:
			l.Name = unix.ByteSliceToString(a.value)
		case unix.IFLA_ADDRESS:
			l.MAC = append(net.HardwareAddr(nil), a.value...)
		case iflaPermAddress:
			l.Permanent = append(net.HardwareAddr(nil), a.value...)
		case unix.IFLA_MTU:
			l.MTU = int(uint32Of(a.value))
		case unix.IFLA_MASTER:
			l.Master = int(uint32Of(a.value))
		case unix.IFLA_LINK:
			l.Parent = int(uint32Of(a.value))
		case unix.IFLA_LINKINFO:
			linkInfo(&l, a.value)
		case unix.IFLA_AF_SPEC:
			linkIPv6(&l, a.value)
		}
	})
	if l.Kind == "veth" { // the other end, perhaps of another namespace
		l.Parent = 0
	}
	return l, err
}

// linkSet asks for all that changes on a link at once; the kernel sets the
// hardware address and the MTU before it brings the link up.
func linkSet(index int, c network.LinkChange) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_NEWLINK, unix.NLM_F_ACK)
	m := nl.NewIfInfomsg(unix.AF_UNSPEC)
	m.Index = int32(index)
	if c.Up {
		m.Flags, m.Change = unix.IFF_UP, unix.IFF_UP
	}
	if c.Down {
		m.Flags, m.Change = 0, unix.IFF_UP
	}
	if c.Promisc != "" {
		m.Change |= unix.IFF_PROMISC
	}
	if c.Promisc == "on" {
		m.Flags |= unix.IFF_PROMISC
	}
	r.AddData(m)
	if c.Master != nil {
		r.AddData(nl.NewRtAttr(unix.IFLA_MASTER, nl.Uint32Attr(uint32(c.Master.Index))))
	}
	if len(c.Options) > 0 {
		r.AddData(infoData(c.Kind, c.Options))
	}
	if len(c.Port) > 0 {
		r.AddData(portData(c.PortOf, c.Port))
	}
	if c.MAC != nil {
		r.AddData(nl.NewRtAttr(unix.IFLA_ADDRESS, c.MAC))
	}
	if c.MTU != 0 {
		r.AddData(nl.NewRtAttr(unix.IFLA_MTU, nl.Uint32Attr(uint32(c.MTU))))
	}
	if c.Token.IsValid() {
		families := nl.NewRtAttr(unix.IFLA_AF_SPEC, nil)
		families.AddRtAttr(unix.AF_INET6, nil).AddRtAttr(unix.IFLA_INET6_TOKEN, c.Token.AsSlice())
		r.AddData(families)
	}
	return r
}

// Rename gives a link another name; one that is up keeps its own before Linux 6.2
// (IFF_LIVE_RENAME_OK).
func (c *Conn) Rename(index int, name string) error {
	r := nl.NewNetlinkRequest(unix.RTM_NEWLINK, unix.NLM_F_ACK)
	m := nl.NewIfInfomsg(unix.AF_UNSPEC)
	m.Index = int32(index)
	r.AddData(m)
	r.AddData(nl.NewRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(name)))
	return c.socket.exchange([]*nl.NetlinkRequest{r})[0]
}

func uint32Of(b []byte) uint32 {
	if len(b) < 4 {
		return 0
	}
	return binary.NativeEndian.Uint32(b)
}
