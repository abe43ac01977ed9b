package online

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// The conditions, and what stands before an address and port in another one.
const (
	anyAddress   = "address"
	ipv4Address  = "ipv4"
	ipv6Address  = "ipv6"
	defaultRoute = "default-route"
	gatewayHears = "gateway-reachable"
	nameServer   = "dns"
	connects     = "tcp:"
)

// Words are the conditions as they are written.
const Words = "address, ipv4, ipv6, default-route, gateway-reachable, dns and tcp:ADDRESS:PORT"

// Condition is one thing that being online may ask for, as it is written.
type Condition string

// Parse reads conditions with commas between them.
func Parse(list string) (all []Condition, err error) {
	for _, word := range strings.Split(list, ",") {
		c := Condition(word)
		if peer, is := strings.CutPrefix(word, connects); is {
			if _, err := netip.ParseAddrPort(peer); err != nil {
				return nil, fmt.Errorf("%s: %w (an address, in brackets if it has colons, and a port)", word, err)
			}
		} else if !slices.Contains([]Condition{anyAddress, ipv4Address, ipv6Address, defaultRoute, gatewayHears, nameServer}, c) {
			return nil, fmt.Errorf("%q is no condition; there are %s", word, Words)
		}
		all = append(all, c)
	}
	return all, nil
}

// Default is what is asked for where nothing is said: that interfaces which are named
// have an address, else that the host has one and a route to everywhere with it.
func Default(interfaces []string) string {
	if len(interfaces) > 0 {
		return anyAddress
	}
	return anyAddress + "," + defaultRoute
}

// ofHost reports whether the condition is about no interface.
func (c Condition) ofHost() bool { return c == nameServer || strings.HasPrefix(string(c), connects) }

// Missing is a condition that does not hold.
type Missing struct {
	Condition Condition `json:"condition"`
	Interface string    `json:"interface,omitempty"`
	Reason    string    `json:"reason,omitempty"`
}

func (m Missing) String() string {
	text := string(m.Condition)
	if m.Interface != "" {
		text += " on " + m.Interface
	}
	if m.Reason != "" {
		text += " (" + m.Reason + ")"
	}
	return text
}

// Text lists what is missing.
func Text(missing []Missing) string {
	words := make([]string, len(missing))
	for n, m := range missing {
		words[n] = m.String()
	}
	return strings.Join(words, ", ")
}
