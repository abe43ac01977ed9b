package network

import "strings"

// Settings of ethtool(8) are Options with two words for a name: the kernel's for the
// group, which is set at once, and ethtool's: "features tso", "rings rx". Of one
// without a value nothing is said.

// Unknown is the speed of a link that has none: without a carrier many drivers do not
// tell even that which is forced.
const Unknown = "unknown"

// EthtoolGroup is the group that a setting belongs to.
//
//go:noinline
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

// ethtool formats settings of one group as ethtool(8) takes them for an interface.
func (o Options) ethtool(name string) string {
	group, flag := o[0].EthtoolGroup(), "-s "
	for _, pair := range [...][2]string{{"features", "-K "}, {"coalesce", "-C "}, {"rings", "-G "}, {"channels", "-L "}, {"pause", "-A "}} {
		if pair[0] == group {
			flag = pair[1]
		}
	}
	return flag + name + o.Under(group).String()
}
