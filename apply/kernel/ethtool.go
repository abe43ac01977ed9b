package kernel

import (
	"fmt"
	"strings"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// ethtoolGroup is a group of settings as the family ethtool has it
// (Documentation/networking/ethtool-netlink.rst).
type ethtoolGroup struct {
	name     string
	get, set uint8    // messages
	first    uint16   // attribute; the others follow it
	names    []string // of what they set, empty for nothing; with '?' behind those that are on or off
}

// ethtoolGroups is the table of what can be set. Features are one attribute: see
// addFeatures.
func ethtoolGroups() []ethtoolGroup {
	return []ethtoolGroup{
		{"linkmodes", unix.ETHTOOL_MSG_LINKMODES_GET, unix.ETHTOOL_MSG_LINKMODES_SET, unix.ETHTOOL_A_LINKMODES_AUTONEG, []string{"autoneg?", "", "", "speed", "duplex"}},
		{"wol", unix.ETHTOOL_MSG_WOL_GET, unix.ETHTOOL_MSG_WOL_SET, unix.ETHTOOL_A_WOL_MODES, []string{"wol", "sopass"}},
		{"features", unix.ETHTOOL_MSG_FEATURES_GET, unix.ETHTOOL_MSG_FEATURES_SET, 0, nil},
		{"coalesce", unix.ETHTOOL_MSG_COALESCE_GET, unix.ETHTOOL_MSG_COALESCE_SET, unix.ETHTOOL_A_COALESCE_RX_USECS,
			[]string{"rx-usecs", "rx-frames", "rx-usecs-irq", "rx-frames-irq", "tx-usecs", "tx-frames", "tx-usecs-irq", "tx-frames-irq",
				"stats-block-usecs", "adaptive-rx?", "adaptive-tx?", "pkt-rate-low", "rx-usecs-low", "rx-frames-low", "tx-usecs-low", "tx-frames-low",
				"pkt-rate-high", "rx-usecs-high", "rx-frames-high", "tx-usecs-high", "tx-frames-high", "sample-interval"}},
		{"rings", unix.ETHTOOL_MSG_RINGS_GET, unix.ETHTOOL_MSG_RINGS_SET, unix.ETHTOOL_A_RINGS_RX, []string{"rx", "rx-mini", "rx-jumbo", "tx"}},
		{"channels", unix.ETHTOOL_MSG_CHANNELS_GET, unix.ETHTOOL_MSG_CHANNELS_SET, unix.ETHTOOL_A_CHANNELS_RX_COUNT, []string{"rx", "tx", "other", "combined"}},
		{"pause", unix.ETHTOOL_MSG_PAUSE_GET, unix.ETHTOOL_MSG_PAUSE_SET, unix.ETHTOOL_A_PAUSE_AUTONEG, []string{"autoneg?", "rx?", "tx?"}},
	}
}

// fields are the attributes of a group.
func (g *ethtoolGroup) fields() (fields []field) {
	for i, name := range g.names {
		f := field{name: strings.TrimSuffix(name, "?"), kind: g.first + uint16(i), form: u32}
		if f.name != name {
			f.form, f.words = word8, "off on"
		}
		switch name {
		case "":
			continue
		case "duplex":
			f.form, f.words = word8, "half full"
		case "wol":
			f.form, f.words = letters, "pphy uucast mmcast bbcast aarp gmagic smagicsecure ffilter"
		case "sopass":
			f.form = mac
		}
		fields = append(fields, f)
	}
	return fields
}

// Ethtool reads settings of an interface, their groups whole; those that the driver
// does not tell are left out, and setting them will say why.
func (c *Conn) Ethtool(index int, asked network.Options) (told network.Options) {
	groups := ethtoolGroups()
	told = c.functions(index, asked)
	for i := range groups {
		g := &groups[i]
		of := asked.Under(g.name)
		if len(of) == 0 {
			continue
		}
		answer, err := c.askEthtool(index, g)
		if err != nil {
			continue
		}
		options := g.parse(answer, of)
		for n := range options {
			told = told.With(g.name+" "+options[n].Name, options[n].Value)
		}
	}
	return told
}

// askEthtool returns what is behind the header of the answer.
func (c *Conn) askEthtool(index int, g *ethtoolGroup) (answer []byte, err error) {
	if err := c.openEthtool(); err != nil {
		return nil, err
	}
	err = c.ethtool.ask(c.ethtool.request(g.get, 0, ethtoolMessage(index)), func(_ uint16, b []byte) error {
		answer = b[min(len(b), nl.SizeofGenlmsg):]
		return nil
	})
	return answer, err
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

// parse reads the answer to a question for a group.
func (g *ethtoolGroup) parse(b []byte, asked network.Options) network.Options {
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
func (c *Conn) setEthtool(index int, options network.Options) (refused error) {
	if n, is := network.Function(options[0].EthtoolGroup()); is {
		return c.socket.exchange([]*nl.NetlinkRequest{functionSet(index, n, options)})[0]
	}
	groups := ethtoolGroups()
	g := &groups[0]
	for i := range groups {
		if groups[i].name == options[0].EthtoolGroup() {
			g = &groups[i]
		}
	}
	of := options.Under(g.name)
	refused = c.setGroup(index, g, of)
	if refused == nil || len(of) == 1 || g.name == "linkmodes" || g.name == "wol" {
		return refused
	}
	refused = nil
	for i := range of {
		err := c.setGroup(index, g, of[i:i+1])
		switch {
		case err == nil:
		case refused == nil:
			refused = fmt.Errorf("%s: %w", of[i].Name, err)
		default:
			refused = fmt.Errorf("%w; %s: %w", refused, of[i].Name, err)
		}
	}
	return refused
}

func (c *Conn) setGroup(index int, g *ethtoolGroup, options network.Options) error {
	if err := c.openEthtool(); err != nil {
		return err
	}
	message := ethtoolMessage(index)
	if g.name == "features" || g.name == "linkmodes" && offersAll(options) {
		answer, err := c.askEthtool(index, g)
		if err != nil {
			return err
		}
		if g.name == "features" {
			addFeatures(message, answer, options)
		} else {
			addBits(message, unix.ETHTOOL_A_LINKMODES_OURS, false, supportedModes(answer))
		}
	}
	addFields(message, g.fields(), options)
	return c.ethtool.exchange([]*nl.NetlinkRequest{c.ethtool.request(g.set, unix.NLM_F_ACK, message)})[0]
}
