package property

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/netonce/netonce/ifcfg"
)

// defaultLabel names the number that stands for a default.
//
//go:noinline
func defaultLabel(n string) map[string]string { return map[string]string{n: "default"} }

const maxInt32 = 1<<31 - 1

func connectionSetting() Setting {
	resolved := spelled(map[string]string{"-1": "default", "0": "no", "1": "resolve", "2": "yes"})
	return Setting{Name: "connection", Properties: []*Property{
		connectionID(),
		connectionUUID(),
		row("stable-id", "STABLE_ID", "", text(), "Token from which stable identifiers are made."),
		connectionType(),
		interfaceOf(),
		switchOn("autoconnect", "ONBOOT", false, "Bring the profile up at boot."),
		row("autoconnect-priority", "AUTOCONNECT_PRIORITY", "0", integer(-999, 999, nil), "Of several profiles for an interface the highest is taken."),
		row("autoconnect-retries", "AUTOCONNECT_RETRIES", "-1", integer(-1, maxInt32, map[string]string{"-1": "default", "0": "forever"}), "How often NetworkManager tried; netonce tries once a run."),
		row("multi-connect", "MULTI_CONNECT", "0", numbered(map[string]string{"0": "default", "1": "single", "2": "manual-multiple", "3": "multiple"}), "Whether the profile may be up on several interfaces."),
		row("auth-retries", "AUTH_RETRIES", "-1", integer(-1, maxInt32, nil), "How often to try 802.1X."),
		runtime("timestamp", "0", "When the profile was last up."),
		row("permissions", "USERS", "", texts(), "Users who may use the profile."),
		row("zone", "ZONE", "", text(), "Zone of the firewall."),
		derived("controller", "MASTER BRIDGE TEAM_MASTER VRF OVS_PORT, each also with _UUID", "", text(), "Controller that the interface is a port of.", readController, writeController),
		alias("master", "controller"),
		alias("slave-type", "port-type"),
		derived("port-type", "which of the keys for the controller is there", "", choice("bond", "bridge", "team", "vrf", "ovs-port"), "Kind of the controller.",
			func(s *source) []string { _, kind := s.controller(); return some(kind) }, writeController),
		row("autoconnect-slaves", "AUTOCONNECT_SLAVES", "-1", ternary(), "Bring the ports up with their controller."),
		alias("autoconnect-ports", "autoconnect-slaves"),
		absent("down-on-poweroff", "-1", ternary(), "Take the profile down when the host stops."),
		row("secondaries", "SECONDARY_UUIDS", "", texts(), "VPN profiles to start after this one."),
		row("gateway-ping-timeout", "GATEWAY_PING_TIMEOUT", "0", integer(0, 600, nil), "Seconds to wait for the gateway to answer."),
		absent("ip-ping-timeout", "0", integer(0, 600, nil), "Seconds to wait for the ping addresses to answer."),
		absent("ip-ping-addresses", "", texts(), "Addresses to ping."),
		absent("ip-ping-addresses-require-all", "-1", ternary(), "Whether all of them must answer."),
		row("metered", "CONNECTION_METERED", "unknown", metered(), "Whether traffic costs money."),
		row("lldp", "LLDP", "default", lldp(), "Receive LLDP."),
		row("mdns", "MDNS", "-1", resolved, "Multicast DNS of systemd-resolved."),
		row("llmnr", "LLMNR", "-1", resolved, "LLMNR of systemd-resolved."),
		row("dns-over-tls", "DNS_OVER_TLS", "-1", spelled(map[string]string{"-1": "default", "0": "no", "1": "opportunistic", "2": "yes"}), "DNS over TLS of systemd-resolved."),
		absent("dnssec", "-1", numbered(map[string]string{"-1": "default"}), "DNSSEC of systemd-resolved."),
		row("mptcp-flags", "MPTCP_FLAGS", "0x0", mptcp(), "MPTCP endpoints to register."),
		row("wait-device-timeout", "DEVTIMEOUT", "-1", deviceTimeout(), "Milliseconds to wait for the interface to appear."),
		row("wait-activation-delay", "WAIT_ACTIVATION_DELAY", "-1", integer(-1, maxInt32, nil), "Milliseconds to wait before the profile counts as up."),
	}}.always("id", "type", "uuid").stated("autoconnect")
}

// always marks properties that are shown in JSON even where they are the default.
func (s Setting) always(names ...string) Setting {
	for _, n := range names {
		s.Find(n).always = true
	}
	return s
}

// stated marks properties that new files say even where they are the default.
func (s Setting) stated(names ...string) Setting {
	for _, n := range names {
		s.Find(n).stated = true
	}
	return s
}

// some is a list of one word, or of none where that is empty.
func some(word string) []string {
	if word == "" {
		return nil
	}
	return []string{word}
}

func connectionID() *Property {
	return derived("id", "NAME", "", text(), "Name of the profile.",
		func(s *source) []string { return []string{s.profile.ID.Value} },
		func(c *Connection, sh *sheet) error {
			if c.ID() == "" {
				return &ValueError{"connection.id", "a connection needs a name"}
			}
			sh.put("NAME", c.ID())
			return nil
		})
}

func connectionUUID() *Property {
	p := derived("uuid", "UUID", "", text(), "Identity of the profile; without the key it follows from the file's path.",
		func(s *source) []string { return []string{s.profile.Identity()} },
		func(c *Connection, sh *sheet) error { sh.put("UUID", c.UUID()); return nil })
	p.ReadOnly = true
	return p
}

// connectionType writes what makes a file describe its kind of link; the rest of
// that is written by the kind's own setting.
func connectionType() *Property {
	p := derived("type", "TYPE", "", text(), "Kind of link.", nil, func(c *Connection, sh *sheet) error {
		for _, k := range kinds() {
			if k.long != c.Type() {
				continue
			}
			sh.put("TYPE", string(k.kind))
			switch k.kind {
			case ifcfg.KindVLAN:
				sh.put("VLAN", "yes")
			case ifcfg.KindBond:
				sh.put("BONDING_MASTER", "yes")
			}
		}
		return nil
	})
	p.ReadOnly = true
	return p
}

// runtime is a property of what is up, not of a file.
//
//go:noinline
func runtime(name, fallback, meaning string) *Property {
	return &Property{Name: name, Default: fallback, Meaning: meaning, form: text(), ReadOnly: true, Runtime: true}
}

// alias is an older name of a property of the same setting. It is shown, and
// setting it sets the other.
//
//go:noinline
func alias(name, of string) *Property {
	return &Property{Name: name, aliasOf: of, Meaning: "Older name of " + of + "."}
}

// interfaceOf is the interface. A file that names none has to say of what kind it
// is.
func interfaceOf() *Property {
	p := row("interface-name", "DEVICE", "", interfaceName(), "Interface that the profile configures; any that fits without it.")
	store := p.store
	p.store, p.write = nil, func(c *Connection, sh *sheet) error {
		store(sh, c.values["connection.interface-name"], false)
		if c.Interface() == "" && !sh.has("TYPE") {
			return c.row("connection.type").write(c, sh)
		}
		if c.Type() != "vlan" || sh.fresh {
			return nil
		}
		// A VLAN may have taken these from the name.
		return errors.Join(c.write(c.row("vlan.parent"), sh), c.write(c.row("vlan.id"), sh))
	}
	return p
}

func interfaceName() *form {
	f := text()
	f.parse = func(s string) (string, error) {
		if s == "*" { // any, to nmcli
			return "", nil
		}
		if err := ifcfg.CheckInterfaceName(s); err != nil {
			return "", fmt.Errorf("'%s' is not a valid interface name: %w", s, err)
		}
		return s, nil
	}
	return f
}

//go:noinline
func metered() *form {
	f := choice("unknown", "yes", "no")
	f.fromKey = func(s string) []string {
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "yes", false: "no"}[b]}
		}
		return nil
	}
	return f
}

//go:noinline
func lldp() *form {
	f := choice("default", "disable", "enable-rx")
	f.fromKey = func(s string) []string {
		if strings.EqualFold(s, "rx") {
			return []string{"enable-rx"}
		}
		if b, ok := ifcfg.ParseBool(s); ok {
			return []string{map[bool]string{true: "enable-rx", false: "disable"}[b]}
		}
		return nil
	}
	f.toKey = func(w []string) string { return map[string]string{"disable": "no", "enable-rx": "rx"}[w[0]] }
	return f
}

// deviceTimeout is milliseconds, and seconds in the key.
func deviceTimeout() *form {
	f := integer(-1, maxInt32, nil)
	f.fromKey = func(s string) []string {
		n, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || n < 0 || n > maxInt32/1000 {
			return nil
		}
		return []string{strconv.Itoa(int(n * 1000))}
	}
	f.toKey = func(w []string) string {
		n, _ := strconv.Atoi(w[0]) // as parse let it through
		return strconv.FormatFloat(float64(n)/1000, 'f', -1, 64)
	}
	return f
}
