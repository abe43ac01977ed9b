package network

import "strings"

// Ethtool is a group of settings that the kernel makes at once, in the words of
// ethtool(8). Of an option without a value nothing is said.
type Ethtool struct {
	Group   string  `json:"group"` // the kernel's name: linkmodes, wol, features, coalesce, rings, channels, pause
	Options Options `json:"options"`
}

// Unknown is the speed of a link that has none: without a carrier many drivers do not
// tell even that which is forced.
const Unknown = "unknown"

// String formats the settings as ethtool(8) takes them, behind the interface's name.
func (e Ethtool) String() string {
	words := Options{}
	for _, o := range e.Options {
		if o.Value != "" {
			words = append(words, o)
		}
	}
	return words.String()
}

// flag is ethtool's for the group.
func (e Ethtool) flag() string {
	switch e.Group {
	case "features":
		return "-K"
	case "coalesce":
		return "-C"
	case "rings":
		return "-G"
	case "channels":
		return "-L"
	case "pause":
		return "-A"
	}
	return "-s"
}

// command is that of ethtool(8) that makes the settings.
func (e Ethtool) command(name string) string {
	return strings.Join([]string{"ethtool", e.flag(), name, e.String()}, " ")
}

// SetEthtool notes settings of an interface; those of an unknown one are dropped.
func (s *Snapshot) SetEthtool(name string, e Ethtool) {
	i := s.interfaces[name]
	if i == nil {
		return
	}
	if i.Ethtool == nil {
		i.Ethtool = map[string]Options{}
	}
	i.Ethtool[e.Group] = i.Ethtool[e.Group].Set(e.Options)
}
