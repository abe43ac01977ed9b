package apply

import (
	"errors"

	"netonce/apply/network"
)

// readEthtool looks up the settings of ethtool's that the interface wants or has of
// us. An interface without any costs nothing.
func (x *run) readEthtool(l *link) {
	i := x.interfaceOf(l)
	if !l.meant || i == nil || i.Link.Index <= 0 {
		return
	}
	var asked network.Options
	for n := range l.want.Ethtool {
		asked = asked.With(l.want.Ethtool[n].Object.Name, l.want.Ethtool[n].Object.Value)
	}
	for n := range l.owned.Ethtool {
		if o := &l.owned.Ethtool[n]; asked.Find(o.Name) == nil {
			asked = asked.With(o.Name, o.Value)
		}
	}
	if len(asked) > 0 {
		i.Ethtool = x.Kernel.Ethtool(i.Link.Index, asked)
	}
}

// tooEarly reports whether settings that were refused are to be tried again once the
// link is up: some drivers have their PHY only then.
func (x *run) tooEarly(l *link, c *network.Change) bool {
	i := x.interfaceOf(l)
	if c.Ethtool == nil || l.early || i == nil || i.Link.Up {
		return false
	}
	for n := range l.want.Link {
		if l.want.Link[n].Object.Up {
			return true
		}
	}
	return false
}

// notice looks at what has become of settings: a driver may round them.
func (x *run) notice(changes []network.Change, owners []*link, errs []error) {
	for i := range changes {
		l, c := owners[i], &changes[i]
		if c.Ethtool == nil {
			continue
		}
		l.early = true
		x.readEthtool(l)
		if have := x.interfaceOf(l); errs[i] == nil && have != nil {
			if others := l.owned.Became(c.Ethtool, have); others != nil {
				x.Log.Warn("the driver has made other values of it", "interface", l.name(), "command", c.String(), "values", others.String())
			}
		}
	}
}

// immovable tells of features that stay as they are, whatever the profile says.
func (x *run) immovable(l *link) {
	if len(l.want.Ethtool) == 0 {
		return
	}
	for _, s := range x.diff(l).Impossible {
		x.failed(l, errors.New(s))
	}
}
