package kernel

import (
	"encoding/binary"
	"net"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Virtual functions of linux/if_link.h. What says how one is set begins with its number.
const (
	filterFunctions = 1 // RTEXT_FILTER_VF
	sizeofVFMAC     = 36
	sizeofVFVLAN    = 16 // struct ifla_vf_vlan_info, padded
)

// functions reads the settings of virtual functions, if some are asked for: only then
// the kernel is to list them.
func (c *Conn) functions(index int, asked network.Options) (told network.Options) {
	any := false
	for i := range asked {
		_, is := network.Function(asked[i].EthtoolGroup())
		any = any || is
	}
	if !any {
		return nil
	}
	r := nl.NewNetlinkRequest(unix.RTM_GETLINK, 0)
	m := nl.NewIfInfomsg(unix.AF_UNSPEC)
	m.Index = int32(index)
	r.AddData(m)
	r.AddData(nl.NewRtAttr(unix.IFLA_EXT_MASK, nl.Uint32Attr(skipStatistics|filterFunctions)))
	_ = c.socket.ask(r, func(_ uint16, b []byte) error { // what is not told is set, which says why
		for _, o := range parseFunctions(b) {
			if asked.Find(o.Name) != nil {
				told = append(told, o)
			}
		}
		return nil
	})
	return told
}

// parseFunctions reads IFLA_VFINFO_LIST of a link.
func parseFunctions(b []byte) (options network.Options) {
	if len(b) < unix.SizeofIfInfomsg {
		return nil
	}
	nested := func(b []byte, kind uint16, f func(attribute)) {
		_ = attributes(b, func(a attribute) { // what cannot be read is not known
			if a.kind == kind {
				_ = attributes(a.value, f)
			}
		})
	}
	nested(b[unix.SizeofIfInfomsg:], unix.IFLA_VFINFO_LIST, func(function attribute) {
		_ = attributes(function.value, func(a attribute) {
			if a.kind == nl.IFLA_VF_VLAN_LIST {
				vlans := ""
				_ = attributes(a.value, func(a attribute) {
					options, vlans = addVLAN(options, vlans, a.value)
				})
				return
			}
			options = append(options, parseFunction(a)...)
		})
	})
	return options
}

// parseFunction reads one attribute of a function.
func parseFunction(a attribute) (options network.Options) {
	say := func(name, value string) {
		options = options.With("vf"+strconv.FormatUint(uint64(uint32Of(a.value)), 10)+" "+name, value)
	}
	number := func(at int) uint32 { return uint32Of(a.value[at:]) }
	switch {
	case a.kind == nl.IFLA_VF_MAC && len(a.value) >= sizeofVFMAC:
		say("mac", net.HardwareAddr(a.value[4:10]).String())
	case a.kind == nl.IFLA_VF_RATE && len(a.value) >= 12:
		say("min_tx_rate", strconv.FormatUint(uint64(number(4)), 10))
		say("max_tx_rate", strconv.FormatUint(uint64(number(8)), 10))
	case a.kind == nl.IFLA_VF_SPOOFCHK && len(a.value) >= 8 && number(4) < 2: // else the driver does not tell
		say("spoofchk", onOff(number(4)))
	case a.kind == nl.IFLA_VF_TRUST && len(a.value) >= 8 && number(4) < 2:
		say("trust", onOff(number(4)))
	}
	return options
}

func onOff(n uint32) string { return [...]string{"off", "on"}[n] }

// addVLAN adds a VLAN to those of a function, which are one setting.
func addVLAN(options network.Options, vlans string, b []byte) (network.Options, string) {
	if len(b) < sizeofVFVLAN-2 {
		return options, vlans
	}
	if vlans != "" {
		vlans += ";"
	}
	vlans += strconv.FormatUint(uint64(uint32Of(b[4:])), 10) + "." + strconv.FormatUint(uint64(uint32Of(b[8:])), 10)
	if binary.BigEndian.Uint16(b[12:]) == unix.ETH_P_8021AD {
		vlans += ".ad"
	} else {
		vlans += ".q"
	}
	name := "vf" + strconv.FormatUint(uint64(uint32Of(b)), 10) + " vlan"
	return options.Set(network.Options{{Name: name, Value: vlans}}), vlans
}

// functionSet asks for all that is to be set of a function.
func functionSet(index, n int, options network.Options) *nl.NetlinkRequest {
	r := nl.NewNetlinkRequest(unix.RTM_SETLINK, unix.NLM_F_ACK)
	m := nl.NewIfInfomsg(unix.AF_UNSPEC)
	m.Index = int32(index)
	r.AddData(m)
	list := nl.NewRtAttr(unix.IFLA_VFINFO_LIST, nil)
	info := list.AddRtAttr(nl.IFLA_VF_INFO, nil)
	group := "vf" + strconv.Itoa(n)
	add := func(kind int, words ...uint32) []byte {
		b := nl.Uint32Attr(uint32(n))
		for _, w := range words {
			b = append(b, nl.Uint32Attr(w)...)
		}
		info.AddRtAttr(kind, b)
		return b
	}
	var rate [2]uint32
	rated := false
	for _, o := range options.Under(group) {
		switch o.Name {
		case "mac":
			mac, _ := net.ParseMAC(o.Value) // of the key table, or the kernel's own
			b := make([]byte, sizeofVFMAC)
			binary.NativeEndian.PutUint32(b, uint32(n))
			copy(b[4:], mac)
			info.AddRtAttr(nl.IFLA_VF_MAC, b)
		case "spoofchk":
			add(nl.IFLA_VF_SPOOFCHK, isOn(o.Value))
		case "trust":
			add(nl.IFLA_VF_TRUST, isOn(o.Value))
		case "min_tx_rate":
			rate[0], rated = word(o.Value), true
		case "max_tx_rate":
			rate[1], rated = word(o.Value), true
		case "vlan":
			vlans := info.AddRtAttr(nl.IFLA_VF_VLAN_LIST, nil)
			for _, item := range strings.Split(o.Value, ";") {
				vlans.AddRtAttr(nl.IFLA_VF_VLAN_INFO, vlanInfo(n, item))
			}
		}
	}
	if rated {
		add(nl.IFLA_VF_RATE, rate[:]...)
	}
	r.AddData(list)
	return r
}

// vlanInfo is ID.QOS.q or ID.QOS.ad as the kernel has it.
func vlanInfo(n int, item string) []byte {
	parts := append(strings.Split(item, "."), "", "")
	b := append(append(nl.Uint32Attr(uint32(n)), nl.Uint32Attr(word(parts[0]))...), nl.Uint32Attr(word(parts[1]))...)
	protocol := uint16(unix.ETH_P_8021Q)
	if parts[2] == "ad" {
		protocol = unix.ETH_P_8021AD
	}
	return append(binary.BigEndian.AppendUint16(b, protocol), 0, 0)
}

func isOn(s string) uint32 {
	if s == "on" {
		return 1
	}
	return 0
}

func word(s string) uint32 {
	n, _ := strconv.ParseUint(s, 10, 32)
	return uint32(n)
}
