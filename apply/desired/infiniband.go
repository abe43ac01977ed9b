package desired

import (
	"strconv"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// partition is an InfiniBand partition, a link on top of the port (ipoib_netlink.c).
func (b *builder) partition() {
	key := b.p.PKey()
	b.option("pkey", strconv.Itoa(int(key.Value)), key.Because(), TakesRemaking)
	f := b.p.Setting("CONNECTED_MODE")
	if f.IsSet() {
		b.option("mode", ipoibMode(f), f.Because(), TakesNothing)
	} else {
		b.implied("mode", ipoibMode(f), TakesNothing)
	}
}

// portMode sets the mode of the port itself, which is there and not made.
func (b *builder) portMode() {
	f := b.p.Setting("CONNECTED_MODE")
	if b.p.Kind.Value != ifcfg.KindInfiniBand || b.p.Made() || !f.IsSet() {
		return
	}
	c := network.LinkChange{Kind: "ipoib", Options: network.Options{{Name: "mode", Value: ipoibMode(f)}}}
	b.Link = append(b.Link, Wanted[network.LinkChange]{c, f.Because()})
}

func ipoibMode(f ifcfg.Field[string]) string {
	if connected, _ := ifcfg.ParseBool(f.Value); connected {
		return "connected"
	}
	return "datagram"
}
