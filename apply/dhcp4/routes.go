package dhcp4

import (
	"fmt"
	"net/netip"

	"netonce/apply/dhcp"
)

// errRoutes is a route option that ends within a route.
const errRoutes = dhcp.Reason("cut short")

// parseClassless decodes option 121 (RFC 3442) and its forerunner 249: prefix
// length, as many bytes of destination as that needs, router. The result's
// destinations are masked, as the RFC demands. One bad route spoils the option,
// since nobody can say where the next one begins.
func parseClassless(data []byte) ([]Route, error) {
	var routes []Route
	for len(data) > 0 {
		bits := int(data[0])
		if bits > 32 {
			return nil, fmt.Errorf("prefix length %d", bits)
		}
		n := (bits + 7) / 8
		if len(data) < 1+n+4 {
			return nil, errRoutes
		}
		var dest [4]byte
		copy(dest[:], data[1:1+n])
		routes = append(routes, Route{
			Destination: netip.PrefixFrom(netip.AddrFrom4(dest), bits).Masked(),
			Gateway:     netip.AddrFrom4([4]byte(data[1+n:])),
		})
		data = data[1+n+4:]
	}
	return routes, nil
}

// parseStatic decodes option 33 (RFC 2132 5.8): pairs of destination and router,
// from before there were prefix lengths, hence classful.
func parseStatic(data []byte) ([]Route, error) {
	if len(data)%8 != 0 {
		return nil, errRoutes
	}
	var routes []Route
	for ; len(data) > 0; data = data[8:] {
		dest := netip.AddrFrom4([4]byte(data))
		routes = append(routes, Route{
			Destination: netip.PrefixFrom(dest, classfulBits(dest)).Masked(),
			Gateway:     netip.AddrFrom4([4]byte(data[4:])),
		})
	}
	return routes, nil
}

// validRoute reports whether a route may be handed on: to a real place over a real
// host or, with gateway 0.0.0.0, over the link. Routes into 127.0.0.0/8 would draw
// the host's own traffic onto the wire.
func validRoute(r Route) bool {
	d := r.Destination
	if !d.IsValid() || !d.Addr().Is4() || d != d.Masked() {
		return false
	}
	if d.Bits() >= 8 && (d.Addr().As4()[0] == 0 || d.Addr().IsLoopback()) || d.Addr() == limitedBroadcast {
		return false
	}
	return r.Gateway == unspecified || validHost(r.Gateway)
}
