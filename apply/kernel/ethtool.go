package kernel

import (
	"fmt"
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

// ethtoolGroup is a group of settings as the family ethtool has it
// (Documentation/networking/ethtool-netlink.rst).
type ethtoolGroup struct {
	name     string
	get, set uint8  // messages
	first    uint16 // attribute; the others follow it
	names    string // of what they set; with '?' behind those that are on or off, else a number
}

// ethtoolGroups is the table of what can be set. Features, the link's modes and what
// wakes the host have attributes of more than one form, which fields adds.
func ethtoolGroups() [7]ethtoolGroup {
	return [...]ethtoolGroup{
		{"linkmodes", unix.ETHTOOL_MSG_LINKMODES_GET, unix.ETHTOOL_MSG_LINKMODES_SET, unix.ETHTOOL_A_LINKMODES_AUTONEG, "autoneg?"},
		{"wol", unix.ETHTOOL_MSG_WOL_GET, unix.ETHTOOL_MSG_WOL_SET, 0, ""},
		{"features", unix.ETHTOOL_MSG_FEATURES_GET, unix.ETHTOOL_MSG_FEATURES_SET, 0, ""},
		{"coalesce", unix.ETHTOOL_MSG_COALESCE_GET, unix.ETHTOOL_MSG_COALESCE_SET, unix.ETHTOOL_A_COALESCE_RX_USECS,
			"rx-usecs rx-frames rx-usecs-irq rx-frames-irq tx-usecs tx-frames tx-usecs-irq tx-frames-irq stats-block-usecs " +
				"adaptive-rx? adaptive-tx? pkt-rate-low rx-usecs-low rx-frames-low tx-usecs-low tx-frames-low " +
				"pkt-rate-high rx-usecs-high rx-frames-high tx-usecs-high tx-frames-high sample-interval"},
		{"rings", unix.ETHTOOL_MSG_RINGS_GET, unix.ETHTOOL_MSG_RINGS_SET, unix.ETHTOOL_A_RINGS_RX, "rx rx-mini rx-jumbo tx"},
		{"channels", unix.ETHTOOL_MSG_CHANNELS_GET, unix.ETHTOOL_MSG_CHANNELS_SET, unix.ETHTOOL_A_CHANNELS_RX_COUNT, "rx tx other combined"},
		{"pause", unix.ETHTOOL_MSG_PAUSE_GET, unix.ETHTOOL_MSG_PAUSE_SET, unix.ETHTOOL_A_PAUSE_AUTONEG, "autoneg? rx? tx?"},
	}
}

// fields are the attributes of a group.
func (g ethtoolGroup) fields() (fields []field) {
	for i, name := range strings.Fields(g.names) {
		f := field{name: strings.TrimSuffix(name, "?"), kind: g.first + uint16(i), form: u32}
		if f.name != name {
			f.form, f.words = word8, "off on"
		}
		fields = append(fields, f)
	}
	switch g.name {
	case "linkmodes":
		return append(fields, field{name: "speed", kind: unix.ETHTOOL_A_LINKMODES_SPEED, form: u32},
			field{name: "duplex", kind: unix.ETHTOOL_A_LINKMODES_DUPLEX, form: word8, words: "half full"})
	case "wol":
		return append(fields, field{name: "wol", kind: unix.ETHTOOL_A_WOL_MODES, form: letters, words: "pphy uucast mmcast bbcast aarp gmagic smagicsecure ffilter"},
			field{name: "sopass", kind: unix.ETHTOOL_A_WOL_SOPASS, form: mac})
	}
	return fields
}

// Ethtool reads settings of an interface, their groups whole; those that the driver
// does not tell are left out, and setting them will say why.
func (c *Conn) Ethtool(index int, asked network.Options) (told network.Options) {
	for _, g := range ethtoolGroups() {
		of := asked.Under(g.name)
		if len(of) == 0 {
			continue
		}
		_ = c.askEthtool(index, g, func(b []byte) error {
			for _, o := range g.parse(b, of) {
				o.Name = g.name + " " + o.Name
				told = append(told, o)
			}
			return nil
		})
	}
	return told
}

func (c *Conn) askEthtool(index int, g ethtoolGroup, f func([]byte) error) error {
	if err := c.openEthtool(); err != nil {
		return err
	}
	return c.ethtool.ask(c.ethtool.request(g.get, 0, ethtoolMessage(index)), func(_ uint16, b []byte) error { return f(b) })
}

// openEthtool opens the socket when it is first needed: most hosts do without.
func (c *Conn) openEthtool() (err error) {
	if c.ethtool == nil {
		c.ethtool, err = openFamily(unix.ETHTOOL_GENL_NAME)
	}
	return err
}

// ethtoolMessage begins a message, with the interface: the first attribute of each is
// a header with the same number. What has been set need not be told, it is read again.
func ethtoolMessage(index int) *nl.RtAttr {
	message := nl.NewRtAttr(0, nil)
	header := nest(message, unix.ETHTOOL_A_LINKMODES_HEADER)
	leaf(header, unix.ETHTOOL_A_HEADER_DEV_INDEX, nl.Uint32Attr(uint32(index)))
	leaf(header, unix.ETHTOOL_A_HEADER_FLAGS, nl.Uint32Attr(unix.ETHTOOL_FLAG_OMIT_REPLY))
	return message
}

// parse reads the answer to a question for a group, behind its
// generic header.
func (g ethtoolGroup) parse(b []byte, asked network.Options) network.Options {
	b = b[min(len(b), nl.SizeofGenlmsg):]
	switch g.name {
	case "features":
		return parseFeatures(b, asked)
	case "linkmodes":
		return parseLinkModes(b, parseFields(g.fields(), b), asked)
	}
	return parseFields(g.fields(), b)
}

// setEthtool makes the settings of a group in one message. Where it is refused each is
// tried alone, so that what the driver cannot do costs nothing else.
func (c *Conn) setEthtool(index int, options network.Options) error {
	var refused error
	for _, g := range ethtoolGroups() {
		of := options.Under(g.name)
		if len(of) == 0 {
			continue
		}
		err := c.setGroup(index, g, of)
		if err == nil || len(of) == 1 || g.name == "linkmodes" || g.name == "wol" {
			return err
		}
		for i, o := range of {
			switch err := c.setGroup(index, g, of[i:i+1]); {
			case err == nil:
			case refused == nil:
				refused = fmt.Errorf("%s: %w", o.Name, err)
			default:
				refused = fmt.Errorf("%w; %s: %w", refused, o.Name, err)
			}
		}
	}
	return refused
}

func (c *Conn) setGroup(index int, g ethtoolGroup, options network.Options) error {
	if err := c.openEthtool(); err != nil {
		return err
	}
	message := ethtoolMessage(index)
	switch {
	case g.name == "features":
		addFeatures(message, options)
	case g.name == "linkmodes" && offersAll(options):
		err := c.askEthtool(index, g, func(b []byte) error {
			addBits(message, unix.ETHTOOL_A_LINKMODES_OURS, false, supportedModes(b))
			return nil
		})
		if err != nil {
			return err
		}
	}
	addFields(message, g.fields(), options)
	return c.ethtool.exchange([]*nl.NetlinkRequest{c.ethtool.request(g.set, unix.NLM_F_ACK, message)})[0]
}
