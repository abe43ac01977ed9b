package kernel

import (
	"fmt"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

// deviceHeader is the first attribute of every message of ethtool, which names the
// interface (ETHTOOL_A_RINGS_HEADER and its like are all the same number).
const deviceHeader = unix.ETHTOOL_A_RINGS_HEADER | unix.NLA_F_NESTED

// ethtoolGroup is a group of settings as the family ethtool has it
// (Documentation/networking/ethtool-netlink.rst).
type ethtoolGroup struct {
	get, set uint8 // messages
	one      bool  // its settings make sense together only
	fields   []field
}

// ethtoolGroups is the table of what can be set. A group without fields reads and
// writes its attributes itself.
func ethtoolGroups(name string) (g ethtoolGroup, known bool) {
	switch name {
	case "linkmodes":
		return ethtoolGroup{unix.ETHTOOL_MSG_LINKMODES_GET, unix.ETHTOOL_MSG_LINKMODES_SET, true, linkModeFields()}, true
	case "wol":
		return ethtoolGroup{unix.ETHTOOL_MSG_WOL_GET, unix.ETHTOOL_MSG_WOL_SET, true, []field{
			{name: "wol", kind: unix.ETHTOOL_A_WOL_MODES, form: letters, words: "pphy uucast mmcast bbcast aarp gmagic smagicsecure ffilter"},
			{name: "sopass", kind: unix.ETHTOOL_A_WOL_SOPASS, form: mac},
		}}, true
	case "features":
		return ethtoolGroup{unix.ETHTOOL_MSG_FEATURES_GET, unix.ETHTOOL_MSG_FEATURES_SET, false, nil}, true
	case "coalesce":
		return ethtoolGroup{unix.ETHTOOL_MSG_COALESCE_GET, unix.ETHTOOL_MSG_COALESCE_SET, false, coalesceFields()}, true
	case "rings":
		return ethtoolGroup{unix.ETHTOOL_MSG_RINGS_GET, unix.ETHTOOL_MSG_RINGS_SET, false, []field{
			{name: "rx", kind: unix.ETHTOOL_A_RINGS_RX, form: u32},
			{name: "rx-mini", kind: unix.ETHTOOL_A_RINGS_RX_MINI, form: u32},
			{name: "rx-jumbo", kind: unix.ETHTOOL_A_RINGS_RX_JUMBO, form: u32},
			{name: "tx", kind: unix.ETHTOOL_A_RINGS_TX, form: u32},
		}}, true
	case "channels":
		return ethtoolGroup{unix.ETHTOOL_MSG_CHANNELS_GET, unix.ETHTOOL_MSG_CHANNELS_SET, false, []field{
			{name: "rx", kind: unix.ETHTOOL_A_CHANNELS_RX_COUNT, form: u32},
			{name: "tx", kind: unix.ETHTOOL_A_CHANNELS_TX_COUNT, form: u32},
			{name: "other", kind: unix.ETHTOOL_A_CHANNELS_OTHER_COUNT, form: u32},
			{name: "combined", kind: unix.ETHTOOL_A_CHANNELS_COMBINED_COUNT, form: u32},
		}}, true
	case "pause":
		return ethtoolGroup{unix.ETHTOOL_MSG_PAUSE_GET, unix.ETHTOOL_MSG_PAUSE_SET, false, []field{
			{name: "autoneg", kind: unix.ETHTOOL_A_PAUSE_AUTONEG, form: word8, words: "off on"},
			{name: "rx", kind: unix.ETHTOOL_A_PAUSE_RX, form: word8, words: "off on"},
			{name: "tx", kind: unix.ETHTOOL_A_PAUSE_TX, form: word8, words: "off on"},
		}}, true
	}
	return ethtoolGroup{}, false
}

func coalesceFields() []field {
	return []field{
		{name: "rx-usecs", kind: unix.ETHTOOL_A_COALESCE_RX_USECS, form: u32},
		{name: "rx-frames", kind: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES, form: u32},
		{name: "rx-usecs-irq", kind: unix.ETHTOOL_A_COALESCE_RX_USECS_IRQ, form: u32},
		{name: "rx-frames-irq", kind: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_IRQ, form: u32},
		{name: "tx-usecs", kind: unix.ETHTOOL_A_COALESCE_TX_USECS, form: u32},
		{name: "tx-frames", kind: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES, form: u32},
		{name: "tx-usecs-irq", kind: unix.ETHTOOL_A_COALESCE_TX_USECS_IRQ, form: u32},
		{name: "tx-frames-irq", kind: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_IRQ, form: u32},
		{name: "stats-block-usecs", kind: unix.ETHTOOL_A_COALESCE_STATS_BLOCK_USECS, form: u32},
		{name: "adaptive-rx", kind: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX, form: word8, words: "off on"},
		{name: "adaptive-tx", kind: unix.ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX, form: word8, words: "off on"},
		{name: "pkt-rate-low", kind: unix.ETHTOOL_A_COALESCE_PKT_RATE_LOW, form: u32},
		{name: "rx-usecs-low", kind: unix.ETHTOOL_A_COALESCE_RX_USECS_LOW, form: u32},
		{name: "rx-frames-low", kind: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_LOW, form: u32},
		{name: "tx-usecs-low", kind: unix.ETHTOOL_A_COALESCE_TX_USECS_LOW, form: u32},
		{name: "tx-frames-low", kind: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_LOW, form: u32},
		{name: "pkt-rate-high", kind: unix.ETHTOOL_A_COALESCE_PKT_RATE_HIGH, form: u32},
		{name: "rx-usecs-high", kind: unix.ETHTOOL_A_COALESCE_RX_USECS_HIGH, form: u32},
		{name: "rx-frames-high", kind: unix.ETHTOOL_A_COALESCE_RX_MAX_FRAMES_HIGH, form: u32},
		{name: "tx-usecs-high", kind: unix.ETHTOOL_A_COALESCE_TX_USECS_HIGH, form: u32},
		{name: "tx-frames-high", kind: unix.ETHTOOL_A_COALESCE_TX_MAX_FRAMES_HIGH, form: u32},
		{name: "sample-interval", kind: unix.ETHTOOL_A_COALESCE_RATE_SAMPLE_INTERVAL, form: u32},
	}
}

// Ethtool reads what an interface has of the settings that are asked for, at least;
// what the driver does not tell is left out.
func (c *Conn) Ethtool(index int, asked network.Ethtool) (options network.Options, err error) {
	err = c.askEthtool(index, asked.Group, func(b []byte) error {
		options, err = parseEthtool(b, asked)
		return err
	})
	return options, wrap("reading "+asked.Group, err)
}

func (c *Conn) askEthtool(index int, group string, f func([]byte) error) error {
	g, known := ethtoolGroups(group)
	if !known {
		return fmt.Errorf("%q is no group of ethtool's", group)
	}
	if err := c.openEthtool(); err != nil {
		return err
	}
	return c.ethtool.ask(c.ethtool.request(g.get, 0, ethtoolNest(index)), func(_ uint16, b []byte) error { return f(b) })
}

// openEthtool opens the socket when it is first needed: most hosts do without.
func (c *Conn) openEthtool() (err error) {
	if c.ethtool == nil {
		c.ethtool, err = openFamily(unix.ETHTOOL_GENL_NAME)
	}
	return err
}

// ethtoolNest begins a message. What has been changed need not be told: it is read
// again.
func ethtoolNest(index int) *nl.RtAttr {
	nest := nl.NewRtAttr(0, nil)
	header := nest.AddRtAttr(deviceHeader, nil)
	header.AddRtAttr(unix.ETHTOOL_A_HEADER_DEV_INDEX, nl.Uint32Attr(uint32(index)))
	header.AddRtAttr(unix.ETHTOOL_A_HEADER_FLAGS, nl.Uint32Attr(unix.ETHTOOL_FLAG_OMIT_REPLY))
	return nest
}

// parseEthtool reads the answer to a question for a group of settings.
func parseEthtool(b []byte, asked network.Ethtool) (network.Options, error) {
	if len(b) < nl.SizeofGenlmsg {
		return nil, errShort
	}
	g, _ := ethtoolGroups(asked.Group)
	b = b[nl.SizeofGenlmsg:]
	switch asked.Group {
	case "features":
		return parseFeatures(b, asked.Options)
	case "linkmodes":
		return parseLinkModes(b, asked.Options)
	}
	return parseFields(g.fields, b), nil
}

// setEthtool makes settings in one message. Where it is refused each is tried alone,
// so that what the driver cannot do costs nothing else.
func (c *Conn) setEthtool(index int, e network.Ethtool) error {
	g, known := ethtoolGroups(e.Group)
	if !known {
		return fmt.Errorf("%q is no group of ethtool's", e.Group)
	}
	if err := c.openEthtool(); err != nil {
		return err
	}
	var offered []bit
	if e.Group == "linkmodes" && offersAll(e.Options) {
		err := c.askEthtool(index, e.Group, func(b []byte) (err error) {
			offered, err = supportedModes(b)
			return err
		})
		if err != nil {
			return err
		}
	}
	set := func(options network.Options) error {
		r := c.ethtool.request(g.set, unix.NLM_F_ACK, ethtoolMessage(index, network.Ethtool{Group: e.Group, Options: options}, offered))
		return c.ethtool.exchange([]*nl.NetlinkRequest{r})[0]
	}
	err := set(e.Options)
	if err == nil || g.one || len(e.Options) == 1 {
		return err
	}
	var refused error
	for _, o := range e.Options {
		switch err := set(network.Options{o}); {
		case err == nil:
		case refused == nil:
			refused = fmt.Errorf("%s: %w", o.Name, err)
		default:
			refused = fmt.Errorf("%w; %s: %w", refused, o.Name, err)
		}
	}
	return refused
}

// ethtoolMessage lists the attributes that make settings.
func ethtoolMessage(index int, e network.Ethtool, offered []bit) *nl.RtAttr {
	nest := ethtoolNest(index)
	if e.Group == "features" {
		addFeatures(nest, e.Options)
		return nest
	}
	var options network.Options
	for _, o := range e.Options {
		if o.Value != "" && o.Value != network.Unknown {
			options = append(options, o)
		}
	}
	g, _ := ethtoolGroups(e.Group)
	addFields(nest, g.fields, options)
	if len(offered) > 0 {
		addBits(nest, unix.ETHTOOL_A_LINKMODES_OURS, false, offered)
	}
	return nest
}
