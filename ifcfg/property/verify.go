package property

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"netonce/ifcfg"
)

// Verify reports what makes no connection of the properties together. It settles
// first what one of them says of another, as NetworkManager does: no gateway
// without a default route, a method for addresses that came without one.
func (c *Connection) Verify() error {
	if p := c.Profile; p != nil && p.Rejected && !p.Unsupported {
		return fmt.Errorf("%s: the profile is not usable: see netonce check", p.File)
	}
	c.normalize()
	for _, check := range []func(*Connection) error{checkIdentity, checkMethods, checkServers, checkGateways, checkLink, checkFunctions} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

func (c *Connection) normalize() {
	if !hasIP(c) {
		for p := range c.rows() {
			if p.Setting == "ipv4" || p.Setting == "ipv6" || p.Setting == "proxy" {
				delete(c.values, p.FullName())
			}
		}
		return
	}
	for _, setting := range []string{"ipv4", "ipv6"} {
		c.normalizeSendHostname(setting)
		if len(c.values[setting+".method"]) == 0 {
			method := "auto"
			if len(c.values[setting+".addresses"]) > 0 && setting == "ipv4" {
				method = "manual"
			}
			c.put(setting+".method", method)
		}
		if c.text(setting+".never-default") == "yes" {
			c.put(setting + ".gateway")
		}
	}
	if len(c.values["ipv6.token"]) > 0 && c.text("ipv6.addr-gen-mode") == "default-or-eui64" {
		c.put("ipv6.addr-gen-mode", "eui64") // what a file with a token alone means
	}
}

// normalizeSendHostname makes the two properties say the same that stand for one
// key: the one that was changed counts.
func (c *Connection) normalizeSendHostname(setting string) {
	now, old := setting+".dhcp-send-hostname", setting+".dhcp-send-hostname-deprecated"
	switch {
	case c.changed(now):
		c.put(old, map[bool]string{true: "no", false: "yes"}[c.text(now) == "0"])
	case c.changed(old):
		c.put(now, map[string]string{"no": "0", "yes": "1"}[c.text(old)])
	}
}

func checkIdentity(c *Connection) error {
	switch {
	case c.ID() == "":
		return &ValueError{"connection.id", "a connection needs a name"}
	case c.IsPort() && !ifcfg.IsUUID(c.text("connection.controller")) && ifcfg.CheckInterfaceName(c.text("connection.controller")) != nil:
		return &ValueError{"connection.controller", fmt.Sprintf("'%s' is neither a UUID nor an interface's name", c.text("connection.controller"))}
	case c.IsPort() && c.text("connection.port-type") == "":
		return &ValueError{"connection.port-type", "a port needs to say of what kind its controller is"}
	case !c.IsPort() && c.text("connection.port-type") != "":
		return &ValueError{"connection.controller", "property is missing"}
	case c.Interface() == "" && isType("bond", "bridge", "team")(c):
		return &ValueError{"connection.interface-name", "property is missing"}
	}
	return nil
}

func checkMethods(c *Connection) error {
	if !hasIP(c) {
		return nil
	}
	for _, setting := range []string{"ipv4", "ipv6"} {
		method := c.text(setting + ".method")
		if method == "manual" && len(c.values[setting+".addresses"]) == 0 {
			return &ValueError{setting + ".method", "method 'manual' requires at least an address, a route, or CLAT set to 'force'"}
		}
		for _, name := range unusable(setting, method) {
			if len(c.values[setting+"."+name]) > 0 {
				return &ValueError{setting + "." + name, fmt.Sprintf("this property is not allowed for '%s.method=%s'", setting, method)}
			}
		}
	}
	return nil
}

// unusable are the properties whose keys go unread with a method: refused, since
// they would be lost.
func unusable(setting, method string) []string {
	switch {
	case method == "disabled", method == "ignore":
		names := []string{"addresses", "gateway", "dns", "dns-search", "dns-options"}
		if setting == "ipv4" { // IPv6 routes are read whatever the method
			names = append(names, "routes")
		}
		return names
	case method == "link-local":
		return []string{"addresses", "gateway"}
	}
	return nil
}

func checkServers(c *Connection) error {
	for _, setting := range []string{"ipv4", "ipv6"} {
		for i, w := range c.values[setting+".dns"] {
			ip, err := netip.ParseAddr(w)
			switch {
			case strings.ContainsAny(w, "#/"):
				return &ValueError{setting + ".dns", fmt.Sprintf("%d. DNS server address: encrypted name service is not built yet; write the plain address", i+1)}
			case err != nil || ip.Is6() != (setting == "ipv6"):
				return &ValueError{setting + ".dns", fmt.Sprintf("%d. DNS server address is invalid: %q is not an address of the family", i+1, w)}
			}
		}
		for _, name := range []string{setting + ".dns-search", setting + ".dns-options"} {
			for _, w := range c.values[name] {
				if strings.ContainsAny(w, " \t\f\v,") {
					return &ValueError{name, fmt.Sprintf("%q is not one word", w)}
				}
			}
		}
	}
	return nil
}

func checkGateways(c *Connection) error {
	for _, setting := range []string{"ipv4", "ipv6"} {
		if len(c.values[setting+".gateway"]) > 0 && len(c.values[setting+".addresses"]) == 0 {
			return &ValueError{setting + ".gateway", "gateway cannot be set if there are no addresses configured"}
		}
	}
	return nil
}

func checkLink(c *Connection) error {
	switch c.Type() {
	case "vlan":
		if c.text("vlan.parent") == "" {
			return &ValueError{"vlan.parent", "property is missing"}
		}
		if len(c.values["vlan.id"]) == 0 {
			return &ValueError{"vlan.id", "property is missing"}
		}
	case "bond":
		if i := slices.IndexFunc(c.values["bond.options"], func(w string) bool { name, _, ok := strings.Cut(w, "="); return !ok || name == "" }); i >= 0 {
			return &ValueError{"bond.options", fmt.Sprintf("'%s' is not NAME=VALUE", c.values["bond.options"][i])}
		}
	}
	return nil
}
