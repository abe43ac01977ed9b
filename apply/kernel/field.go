package kernel

import (
	"encoding/binary"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// form is how an option stands in its attribute.
type form uint8

const (
	u8 form = iota
	u16
	u32
	u64
	s32
	word8 // enumerations
	word16
	word32
	port16   // network byte order
	protocol // of VLAN tags, network byte order
	mac
	ip4
	ip6
	key   // of GRE, network byte order
	list4 // nested IPv4 addresses
	list6 // nested IPv6 addresses
	ifIndex
	flag    // a bit of struct ifla_vlan_flags
	qos     // nested struct ifla_vlan_qos_mapping
	peer    // struct ifinfomsg with the name of a veth's other end
	letters // a set of bits, of which each has a letter
)

// tagProtocols are the words of a VLAN's protocol.
func tagProtocols() map[uint16]string {
	return map[uint16]string{unix.ETH_P_8021Q: "802.1q", unix.ETH_P_8021AD: "802.1ad"}
}

// parseFields reads options. What is empty, a list, an address or an interface, the
// kernel leaves out.
func parseFields(fields []field, b []byte) network.Options {
	var options network.Options
	if len(fields) == 0 || len(b) == 0 {
		return nil
	}
	raw := map[uint16][]byte{}
	_ = attributes(b, func(a attribute) { raw[a.kind] = a.value }) // what cannot be read is not known
	for _, f := range fields {
		value, there := raw[f.kind]
		if there {
			there = f.fits(value)
		}
		if f.form == key {
			there = there && binary.BigEndian.Uint16(append(raw[uint16(f.bit)], 0, 0))&nl.GRE_KEY != 0
		}
		switch {
		case there:
			options = append(options, f.parse(value))
		case f.form == ip4 || f.form == list4 || f.form == list6 || f.form == qos || f.form == ifIndex || f.form == key:
			options = append(options, network.Option{Name: f.name})
		}
	}
	return options
}

// fits reports whether an attribute is as long as its form.
func (f field) fits(b []byte) bool {
	switch f.form {
	case u8, word8:
		return len(b) == 1
	case u16, word16, port16, protocol:
		return len(b) == 2
	case u64, flag:
		return len(b) == 8
	case mac:
		return len(b) == 6
	case ip6:
		return len(b) == 16
	case list4, list6, qos, letters:
		return true
	case peer:
		return false
	}
	return len(b) == 4
}

func (f field) parse(b []byte) network.Option {
	o := network.Option{Name: f.name}
	switch f.form {
	case u8:
		o.Value = strconv.Itoa(int(b[0]))
	case u16:
		o.Value = strconv.Itoa(int(binary.NativeEndian.Uint16(b)))
	case u32:
		o.Value = strconv.FormatUint(uint64(uint32Of(b)), 10)
	case u64:
		o.Value = strconv.FormatUint(binary.NativeEndian.Uint64(b), 10)
	case s32:
		o.Value = strconv.Itoa(int(int32(uint32Of(b))))
	case word8:
		o.Value = f.word(int(b[0]))
	case word16:
		o.Value = f.word(int(binary.NativeEndian.Uint16(b)))
	case word32:
		o.Value = f.word(int(uint32Of(b)))
	case port16:
		o.Value = strconv.Itoa(int(binary.BigEndian.Uint16(b)))
	case protocol:
		o.Value = tagProtocols()[binary.BigEndian.Uint16(b)]
	case mac:
		o.Value = net.HardwareAddr(b).String()
	case ip4, ip6:
		if a, _ := netip.AddrFromSlice(b); !a.IsUnspecified() {
			o.Value = a.String()
		}
	case key:
		o.Value = strconv.FormatUint(uint64(binary.BigEndian.Uint32(b)), 10)
	case list4, list6:
		o.Value = addresses(b)
	case ifIndex:
		o.Index = int(uint32Of(b))
	case flag:
		o.Value = map[bool]string{true: "on", false: "off"}[uint32Of(b)&f.bit != 0]
	case qos:
		o.Value = mappings(b)
	case letters:
		o.Value = lettersOf(f.words, b)
	}
	return o
}

func (f field) word(n int) string {
	words := strings.Fields(f.words)
	if n < 0 || n >= len(words) {
		return strconv.Itoa(n)
	}
	return words[n]
}

func (f field) number(s string) uint64 {
	for i, w := range strings.Fields(f.words) {
		if w == s {
			return uint64(i)
		}
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil && f.words != "" { // the key table knows better; else the kernel is to refuse it
		return 1<<64 - 1
	}
	return uint64(n)
}

func addresses(b []byte) string {
	var list []string
	_ = attributes(b, func(a attribute) { // what cannot be read is none
		if ip, ok := netip.AddrFromSlice(a.value); ok && !ip.IsUnspecified() {
			list = append(list, ip.String())
		}
	})
	return strings.Join(list, ",")
}

func mappings(b []byte) string {
	var list []string
	_ = attributes(b, func(a attribute) {
		if len(a.value) == 8 {
			list = append(list, strconv.Itoa(int(uint32Of(a.value)))+":"+strconv.Itoa(int(uint32Of(a.value[4:]))))
		}
	})
	return strings.Join(list, " ")
}

// addFields adds options to IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA.
func addFields(to *nl.RtAttr, fields []field, options network.Options) {
	var bits, mask uint32
	flags := uint16(0)
	for _, f := range fields {
		o, asked := options.Get(f.name)
		switch {
		case !asked:
		case f.form == flag:
			mask |= f.bit
			flags = f.kind
			if o.Value == "on" {
				bits |= f.bit
			}
		default:
			f.add(to, o)
		}
	}
	if mask != 0 {
		to.AddRtAttr(int(flags), append(nl.Uint32Attr(bits), nl.Uint32Attr(mask)...))
	}
}

func (f field) add(to *nl.RtAttr, o network.Option) {
	n := f.number(o.Value)
	switch f.form {
	case u8, word8:
		to.AddRtAttr(int(f.kind), []byte{byte(n)})
	case u16, word16:
		to.AddRtAttr(int(f.kind), nl.Uint16Attr(uint16(n)))
	case u32, s32, word32:
		to.AddRtAttr(int(f.kind), nl.Uint32Attr(uint32(n)))
	case u64:
		to.AddRtAttr(int(f.kind), nl.Uint64Attr(n))
	case port16:
		to.AddRtAttr(int(f.kind), binary.BigEndian.AppendUint16(nil, uint16(n)))
	case protocol:
		for number, word := range tagProtocols() {
			if word == o.Value {
				to.AddRtAttr(int(f.kind), binary.BigEndian.AppendUint16(nil, number))
			}
		}
	case mac:
		if a, err := net.ParseMAC(o.Value); err == nil {
			to.AddRtAttr(int(f.kind), a)
		}
	case ip4, ip6:
		a, err := netip.ParseAddr(o.Value)
		if err != nil { // none
			a = map[form]netip.Addr{ip4: netip.IPv4Unspecified(), ip6: netip.IPv6Unspecified()}[f.form]
		}
		to.AddRtAttr(int(f.kind), a.AsSlice())
	case key:
		flags := uint16(0)
		if o.Value != "" {
			flags = nl.GRE_KEY
		}
		to.AddRtAttr(int(f.bit), binary.BigEndian.AppendUint16(nil, flags))
		to.AddRtAttr(int(f.kind), binary.BigEndian.AppendUint32(nil, uint32(n)))
	case list4, list6:
		addAddresses(to.AddRtAttr(int(f.kind), nil), o.Value)
	case ifIndex:
		to.AddRtAttr(int(f.kind), nl.Uint32Attr(uint32(o.Index)))
	case qos:
		addMappings(to.AddRtAttr(int(f.kind), nil), o.Value)
	case letters:
		addLetters(to, int(f.kind), f.words, o.Value)
	case peer:
		to.AddRtAttr(int(f.kind), nl.NewIfInfomsg(unix.AF_UNSPEC).Serialize()).AddRtAttr(unix.IFLA_IFNAME, nl.ZeroTerminated(o.Value))
	}
}

func addAddresses(to *nl.RtAttr, list string) {
	for i, s := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' }) {
		if a, err := netip.ParseAddr(s); err == nil {
			to.AddRtAttr(i, a.AsSlice())
		}
	}
}

func addMappings(to *nl.RtAttr, list string) {
	for _, pair := range strings.Fields(list) {
		from, target, _ := strings.Cut(pair, ":")
		x, _ := strconv.ParseUint(from, 10, 32)
		y, _ := strconv.ParseUint(target, 10, 32)
		to.AddRtAttr(nl.IFLA_VLAN_QOS_MAPPING, append(nl.Uint32Attr(uint32(x)), nl.Uint32Attr(uint32(y))...))
	}
}
