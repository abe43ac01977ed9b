package network

import "strings"

// Settings of ethtool(8) are Options with two words for a name: the kernel's for the
// group, which is set at once, and ethtool's: "features tso", "rings rx". Of one
// without a value nothing is said.

// Unknown is the speed of a link that has none: without a carrier many drivers do not
// tell even that which is forced.
const Unknown = "unknown"

// EthtoolGroup is the group that a setting belongs to.
func (o Option) EthtoolGroup() string {
	group, _, _ := strings.Cut(o.Name, " ")
	return group
}

// Under returns the settings of a group, by ethtool's words alone.
func (o Options) Under(group string) (list Options) {
	for _, x := range o {
		if name, is := strings.CutPrefix(x.Name, group+" "); is && x.Value != "" {
			x.Name = name
			list = append(list, x)
		}
	}
	return list
}

// ethtool formats settings of one group as ethtool(8) takes them for an interface.
func (o Options) ethtool(name string) string {
	group, flag := o[0].EthtoolGroup(), "-s "
	switch group {
	case "features":
		flag = "-K "
	case "coalesce":
		flag = "-C "
	case "rings":
		flag = "-G "
	case "channels":
		flag = "-L "
	case "pause":
		flag = "-A "
	}
	return flag + name + o.Under(group).String()
}
