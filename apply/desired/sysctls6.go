package desired

import (
	"encoding/hex"
	"hash/fnv"
	"net/netip"
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// Values of addr_gen_mode (IN6_ADDR_GEN_MODE_*).
const (
	genEUI64  = "0"
	genNone   = "1"
	genStable = "2" // of the secret in stable_secret
	genRandom = "3" // of one that the kernel makes up
)

// sysctls6 tells the kernel how to go about IPv6, of which it does the
// autoconfiguration (Documentation/networking/ip-sysctl.rst). How addresses are
// made is settled before the first is, which turning IPv6 on may bring.
func (b *builder) sysctls6(s ifcfg.IPv6Settings) {
	method := b.p.IPv6.Method
	set := func(key, value, because string) { b.sysctl("ipv6", key, value, because) }
	mode, because := genEUI64, method.Because()
	if s.AddrGenMode.IsSet() {
		because = s.AddrGenMode.Because()
	}
	if s.AddrGenMode.Value == ifcfg.StablePrivacy {
		mode = genRandom // until WithSecret
	}
	set("addr_gen_mode", mode, because)
	if s.TempAddresses.IsSet() {
		set("use_tempaddr", strconv.Itoa(int(s.TempAddresses.Value)), s.TempAddresses.Because())
	}
	set("disable_ipv6", "0", method.Because())
	if !s.Sysctls.IsSet() || s.Sysctls.Value {
		b.routers(s)
	}
	if s.Router.IsSet() && !s.Router.Value {
		set("forwarding", "0", s.Router.Because())
	}
	if s.MTU.IsSet() {
		set("accept_ra_mtu", "0", s.MTU.Because()) // a router's word would overwrite it
		set("mtu", strconv.Itoa(s.MTU.Value), s.MTU.Because())
	}
	if s.Token.IsSet() && method.Value == ifcfg.MethodAuto {
		b.token = Wanted[netip.Addr]{s.Token.Value, s.Token.Because()}
	}
}

// routers says what to take from routers: addresses with the method auto, and a
// default route unless the profile has one or wants none.
func (b *builder) routers(s ifcfg.IPv6Settings) {
	ip := &b.p.IPv6
	set := func(key, value, because string) { b.sysctl("ipv6", key, value, because) }
	auto := ip.Method.Value == ifcfg.MethodAuto
	because := ip.Method.Because()
	if !auto && !s.ForceAcceptRA.Value {
		set("accept_ra", "0", because)
		return
	}
	set("accept_ra", "1", because)
	autoconf, why := "1", because
	if !auto {
		autoconf, why = "0", s.ForceAcceptRA.Because()
	}
	set("autoconf", autoconf, why)
	route, why := "0", ""
	switch {
	case ip.NeverDefault.Value:
		why = ip.NeverDefault.Because()
	case !ip.PeerRoutes.Value:
		why = ip.PeerRoutes.Because()
	case ip.Gateway.IsSet():
		why = ip.Gateway.Because()
	default:
		route, why = "1", because
	}
	set("accept_ra_defrtr", route, why)
	metric := b.metric
	if ip.Metric.IsSet() {
		metric = ip.Metric.Value
	}
	if route == "1" && metric > 0 { // the kernel takes no other
		set("ra_defrtr_metric", strconv.FormatUint(uint64(metric), 10), because)
	}
}

// Forwarding makes accept_ra=1 a 2 where the interface forwards.
func (i *Interface) Forwarding(forwards bool) {
	for n := range i.Sysctls {
		if s := &i.Sysctls[n].Object; forwards && s.Key == "accept_ra" && s.Value == "1" {
			s.Value = "2"
		}
	}
}

// WithSecret gives the kernel the secret that it makes stable addresses of (RFC
// 7217): derived from the machine's identity and the profile's, and so the same at
// every boot. Without a machine's identity the kernel makes one up.
func (i *Interface) WithSecret(machineID string) {
	for n, w := range i.Sysctls {
		if w.Object.Key != "addr_gen_mode" || w.Object.Value != genRandom || machineID == "" {
			continue
		}
		secret, mode := w, w
		secret.Object.Key, secret.Object.Value = network.StableSecret, stableSecret(machineID, i.Profile.Identity(), i.Name)
		mode.Object.Value = genStable
		list := append([]Wanted[network.Sysctl]{}, i.Sysctls[:n]...)
		i.Sysctls = append(append(list, secret, mode), i.Sysctls[n+1:]...)
		break
	}
}

// stableSecret is written as the kernel shows it, an address with all its zeros. Only
// root may read it, and what others see of it, addresses, the kernel makes by a
// digest of its own: this one need only be the same at every boot.
func stableSecret(parts ...string) string {
	sum := fnv.New128a()
	sum.Write([]byte("netonce stable_secret\x00" + strings.Join(parts, "\x00"))) // never fails
	h := hex.EncodeToString(sum.Sum(nil))
	groups := make([]string, 0, 8)
	for at := 0; at < len(h); at += 4 {
		groups = append(groups, h[at:at+4])
	}
	return strings.Join(groups, ":")
}
