package apply

import (
	"fmt"

	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/plan"
)

// readEthtool looks up the settings of ethtool's that the interface wants or has of
// us. An interface without any costs nothing.
func (x *run) readEthtool(l *link) {
	if !l.meant || l.Link.Index <= 0 {
		return
	}
	var asked []network.Ethtool
	ask := func(e network.Ethtool) {
		for i := range asked {
			if asked[i].Group == e.Group {
				asked[i].Options = asked[i].Options.Set(e.Options)
				return
			}
		}
		asked = append(asked, e)
	}
	for _, e := range l.owned.Before() {
		ask(e)
	}
	for _, w := range l.want.Ethtool {
		ask(w.Object)
	}
	for _, e := range asked {
		options, err := x.Kernel.Ethtool(l.Link.Index, e)
		if err != nil { // setting it will say why
			x.Log.Debug("not told", "interface", l.name(), "group", e.Group, "err", err)
			continue
		}
		x.snapshot.SetEthtool(l.name(), network.Ethtool{Group: e.Group, Options: options})
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
		if c.Ethtool == nil {
			continue
		}
		have := x.interfaceOf(l)
		if have == nil {
			continue
		}
		l.early = true
		x.readEthtool(l)
		if errs[i] != nil {
			continue
		}
		noted, others := l.owned.Became(*c.Ethtool, have)
		l.owned = noted
		for _, o := range others {
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
