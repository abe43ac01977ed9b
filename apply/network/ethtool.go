package network

import (
	"strconv"
	"strings"
)

// Settings of ethtool(8) are Options with two words for a name: the kernel's for the
// group, which is set at once, and ethtool's: "features tso", "rings rx". Of one
// without a value nothing is said.

// Function is the number of the virtual function that a group of settings is about: they
// are handled like those of ethtool's, in the words of ip-link(8), as "vf0 trust".
func Function(group string) (n int, is bool) {
	digits, is := strings.CutPrefix(group, "vf")
	n, err := strconv.Atoi(digits)
	return n, is && err == nil && n >= 0
}

// Unknown is the speed of a link that has none: without a carrier many drivers do not
// tell even that which is forced.
const Unknown = "unknown"

// EthtoolGroup is the group that a setting belongs to.
func (o *Option) EthtoolGroup() string {
	group, _, _ := strings.Cut(o.Name, " ")
	return group
}

// Under returns the settings of a group that say something, by ethtool's words alone.
func (o Options) Under(group string) (list Options) {
	for i := range o {
		if name, is := strings.CutPrefix(o[i].Name, group+" "); is && o[i].Value != "" && o[i].Value != Unknown {
			list = list.With(name, o[i].Value)
		}
	}
	return list
}

// function formats settings of a virtual function as ip-link(8) takes them.
func (o Options) function(name string, n int) string {
	words := "vf " + strconv.Itoa(n)
	for _, x := range o {
		if x.Name == "vlan" { // ID.QOS.PROTOCOL, several with ';' between
			x.Value = strings.NewReplacer(";", " vlan ", ".q", " proto 802.1Q", ".ad", " proto 802.1ad", ".", " qos ").Replace(x.Value)
		}
		words += " " + x.Name + " " + x.Value
	}
	if name == "" {
		return words
	}
	return "ip link set dev " + name + words
}

// ethtool formats settings of one group as ethtool(8) takes them for an interface.
func (o Options) ethtool(name string) string {
	group, flag := o[0].EthtoolGroup(), "-s "
	if n, is := Function(group); is {
		return o.Under(group).function(name, n)
	}
	for _, pair := range [...][2]string{{"features", "-K "}, {"coalesce", "-C "}, {"rings", "-G "}, {"channels", "-L "}, {"pause", "-A "}} {
		if pair[0] == group {
			flag = pair[1]
		}
	}
	return "ethtool " + flag + name + o.Under(group).String()
}
