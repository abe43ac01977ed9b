package resolv

import (
	"slices"

	"netonce/apply/journal"
)

// loss is a value of a source that cannot be handed on.
type loss struct {
	iface, profile string
	key, value     string // what it was meant for, and what it is
	reason         string
}

// maxValue is the most bytes of a value that the log shows.
const maxValue = 128

// losses lists what is not handed on of the sources because of what it is; what
// another source hides or has already is not lost.
func losses(sources []Source, mode Mode) []loss {
	var all []loss
	for _, s := range sources {
		lost := func(key, value, reason string) {
			l := loss{s.Interface, s.Profile, key, value, reason}
			if !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
		for _, a := range s.Servers {
			if _, ok := usable(a, s.Interface); !ok {
				lost("server", a.String(), "no address, or a link-local one without an interface")
			} else if mode == ModeResolved && refused(a) {
				lost("server", a.String(), "systemd-resolved refuses it")
			}
		}
		for _, name := range slices.Concat(s.Search, s.Domains) {
			if !isDomain(name) {
				lost("domain", name, "not a domain name")
			}
		}
		for _, o := range s.Options {
			if _, ok := knownOption(o); !ok {
				lost("option", o, "not a resolver option")
			}
		}
	}
	return all
}

// log tells of one loss in one line, in which the values are quoted.
func (l loss) log(log *journal.Logger) {
	log.Warn("resolv.conf: value dropped", "interface", l.iface, "profile", l.profile, l.key, clip(l.value, maxValue), "reason", l.reason)
}
