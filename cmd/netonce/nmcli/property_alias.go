package nmcli

import (
	"strings"

	"netonce/ifcfg/property"
)

// propertyAlias is a row of the table of short words for properties.
type propertyAlias struct {
	_        [0]func() // not comparable, which would take code for the table as a whole
	word     string
	property string // "connection.id"
	option   string // of bond.options: the value is that of an option
	also     string // what else is set: "ipv4.method manual"
}

// propertyAliases is the table of nmcli(1), "property aliases".
func propertyAliases() []propertyAlias {
	list := []propertyAlias{
		{word: "con-name", property: "connection.id"},
		{word: "ifname", property: "connection.interface-name"},
		{word: "autoconnect", property: "connection.autoconnect"},
		{word: "controller", property: "connection.controller"},
		{word: "master", property: "connection.controller"},
		{word: "port-type", property: "connection.port-type"},
		{word: "slave-type", property: "connection.port-type"},
		{word: "mtu", property: "802-3-ethernet.mtu"},
		{word: "mac", property: "802-3-ethernet.mac-address"},
		{word: "cloned-mac", property: "802-3-ethernet.cloned-mac-address"},
		{word: "ip4", property: "ipv4.addresses", also: "ipv4.method manual"},
		{word: "gw4", property: "ipv4.gateway"},
		{word: "ip6", property: "ipv6.addresses", also: "ipv6.method manual"},
		{word: "gw6", property: "ipv6.gateway"},
		{word: "dev", property: "vlan.parent"},
		{word: "id", property: "vlan.id"},
		{word: "flags", property: "vlan.flags"},
		{word: "ingress", property: "vlan.ingress-priority-map"},
		{word: "egress", property: "vlan.egress-priority-map"},
		{word: "mac", property: "bridge.mac-address"},
		{word: "stp", property: "bridge.stp"},
		{word: "priority", property: "bridge.priority"},
		{word: "forward-delay", property: "bridge.forward-delay"},
		{word: "hello-time", property: "bridge.hello-time"},
		{word: "max-age", property: "bridge.max-age"},
		{word: "ageing-time", property: "bridge.ageing-time"},
		{word: "group-forward-mask", property: "bridge.group-forward-mask"},
		{word: "multicast-snooping", property: "bridge.multicast-snooping"},
		{word: "priority", property: "bridge-port.priority"},
		{word: "path-cost", property: "bridge-port.path-cost"},
		{word: "hairpin", property: "bridge-port.hairpin-mode"},
		{word: "config", property: "team.config"},
		{word: "config", property: "team-port.config"},
		{word: "mac", property: "infiniband.mac-address"},
		{word: "mtu", property: "infiniband.mtu"},
		{word: "transport-mode", property: "infiniband.transport-mode"},
		{word: "parent", property: "infiniband.parent"},
		{word: "p-key", property: "infiniband.p-key"},
		{word: "method", property: "proxy.method"},
		{word: "browser-only", property: "proxy.browser-only"},
		{word: "pac-url", property: "proxy.pac-url"},
		{word: "pac-script", property: "proxy.pac-script"},
	}
	for _, option := range []string{"mode", "primary", "miimon", "downdelay", "updelay", "arp-interval", "arp-ip-target", "lacp-rate"} {
		list = append(list, propertyAlias{word: option, property: "bond.options", option: strings.ReplaceAll(option, "-", "_")})
	}
	return list
}

// findAlias finds the alias that a word is or begins, among those for settings in
// the list; of a word for several the first setting in the list counts.
func findAlias(list []property.Setting, word string) (propertyAlias, *property.Property, bool) {
	for _, matches := range []func(string) bool{
		func(name string) bool { return name == word },
		func(name string) bool { return begins(word, name) },
	} {
		for _, s := range list {
			for _, a := range propertyAliases() {
				setting, name, _ := strings.Cut(a.property, ".")
				if !matches(a.word) || setting != s.Name {
					continue
				}
				if p := s.Find(name); p != nil {
					return a, p, true
				}
			}
		}
	}
	return propertyAlias{}, nil, false
}
