package apply

import (
	"fmt"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/plan"
)

// readEthtool looks up the settings of ethtool's that the interface wants or has of
// us. An interface without any costs nothing.
func (x *run) readEthtool(l *link) {
	i := x.interfaceOf(l)
	if !l.meant || i == nil || i.Link.Index <= 0 {
		return
	}
	asked := l.owned.Ethtool
	for _, w := range l.want.Ethtool {
		asked = asked.Set(network.Options{w.Object})
	}
	if len(asked) > 0 {
		i.Ethtool = x.Kernel.Ethtool(i.Link.Index, asked)
	}
}

// tooEarly reports whether settings that were refused are to be tried again once the
// link is up: some drivers have their PHY only then.
func (x *run) tooEarly(l *link, c network.Change) bool {
	i := x.interfaceOf(l)
	if c.Ethtool == nil || l.early || i == nil || i.Link.Up {
		return false
	}
	for _, w := range l.want.Link {
		if w.Object.Up {
			return true
		}
	}
	return false
}

// notice looks at what has become of settings: a driver may round them.
func (x *run) notice(changes []network.Change, owners []*link, errs []error) {
	for i, c := range changes {
		l := owners[i]
		have := x.interfaceOf(l)
		if c.Ethtool == nil || have == nil {
			continue
		}
		l.early = true
		x.readEthtool(l)
		if errs[i] != nil {
			continue
		}
		for _, o := range l.owned.Became(c.Ethtool, have) {
			x.Log.Warn("the driver has made another value of it", "interface", l.name(), "command", c, "value", o.Value)
		}
	}
}

// immovable tells of features that stay as they are, whatever the profile says.
func (x *run) immovable(l *link) {
	if len(l.want.Ethtool) == 0 {
		return
	}
	for _, s := range x.diff(l).Impossible {
		x.failed(l, impossible(s))
	}
}

func impossible(s plan.Impossible) error {
	return fmt.Errorf("%s: %s: it stays %s", s.Because, s.Change.String(), s.Is)
}
