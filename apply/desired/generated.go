package desired

import (
	"cmp"
	"net"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// Seed is what hardware addresses are made of that are made up.
type Seed struct {
	Machine string           // machine-id(5)
	Boot    string           // the kernel's identity of this boot
	Card    net.HardwareAddr // of the link without netonce; nil of one that is made
}

// WithAddress gives a link the hardware address that MACADDR=random or stable makes
// up, as long as it is known what the link has now. A random one is the same as long as
// the host runs: every run comes to the same.
func (i *Interface) WithAddress(have network.Link, seed Seed) {
	p := i.Profile
	if p.MAC.Value.Generated == "" || p.SharesMAC() || len(have.MAC) == 0 && len(maskOf(p)) == 1 {
		return
	}
	mac := generated(p, have, seed)
	i.Link = append([]Wanted[network.LinkChange]{{network.LinkChange{MAC: mac}, p.MAC.Because()}}, i.Link...)
}

// maskOf are the mask of GENERATE_MAC_ADDRESS_MASK and the addresses behind it.
func maskOf(p *ifcfg.Profile) []string {
	return strings.Fields(p.Setting("GENERATE_MAC_ADDRESS_MASK").Value)
}

// generated makes up a hardware address: the first six bytes of the MD5 of what the
// profile says it is to depend on, one behind the other with NUL between. It is seen
// by everybody on the link and must not lead back to the machine's identity.
//
// As in NetworkManager it is one of local administration, unless the mask takes that
// bit from somewhere else, and never that of a group.
func generated(p *ifcfg.Profile, have network.Link, seed Seed) net.HardwareAddr {
	id, secret := stableID(p, have, seed), seed.Machine
	if p.MAC.Value.Generated == "random" || secret == "" {
		id, secret = p.Identity(), seed.Boot
	}
	sum := ifcfg.Digest(strings.Join([]string{"netonce MACADDR", p.MAC.Value.Generated, secret, have.Name, id}, "\x00"))
	mac := net.HardwareAddr(sum[:6])
	mac[0] |= 2
	if words := maskOf(p); len(words) > 0 {
		mask, _ := ifcfg.ParseMAC(words[0], 6)
		kept := seed.Card
		if kept == nil {
			kept = have.MAC // made up before, with the same bits
		}
		if others := words[1:]; len(others) > 0 {
			kept, _ = ifcfg.ParseMAC(others[int(sum[6])%len(others)], 6)
		}
		for i := range min(len(mac), len(mask), len(kept)) {
			mac[i] = mac[i]&^mask[i] | kept[i]&mask[i]
		}
	}
	mac[0] &^= 1
	return mac
}

// stableID is what tells a profile from the others of the host: STABLE_ID, with what
// NetworkManager puts in for its variables, or the profile's UUID.
func stableID(p *ifcfg.Profile, have network.Link, seed Seed) string {
	id := cmp.Or(p.Setting("STABLE_ID").Value, "${CONNECTION}")
	for _, v := range [...][2]string{{"${CONNECTION}", p.Identity()}, {"${BOOT}", seed.Boot}, {"${RANDOM}", seed.Boot},
		{"${DEVICE}", have.Name}, {"${MAC}", seed.Card.String()}} {
		id = strings.ReplaceAll(id, v[0], v[1])
	}
	return id
}
