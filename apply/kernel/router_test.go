package kernel_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply/kernel"
	"netonce/apply/network"
)

func TestRouterEvents(t *testing.T) {
	t.Parallel()
	const head, info = "\x0a\x00\x08\x00\x02\x00\x00\x00", "\x0a\x00\x01\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		name string
		kind uint16
		in   string
		want *network.RouterEvent
	}{
		{"an option", unix.RTM_NEWNDUSEROPT, head + "\x86\x00\x00\x00\x00\x00\x00\x00" + "\x19\x01\x00\x00\x00\x00\x00\x07", &network.RouterEvent{Option: []byte("\x19\x01\x00\x00\x00\x00\x00\x07")}},
		{"of a redirect", unix.RTM_NEWNDUSEROPT, head + "\x89\x00\x00\x00\x00\x00\x00\x00" + "\x19\x01\x00\x00\x00\x00\x00\x07", nil},
		{"cut short", unix.RTM_NEWNDUSEROPT, head + "\x86\x00\x00\x00\x00\x00\x00\x00" + "\x19\x01", nil},
		{"a prefix", unix.RTM_NEWPREFIX, head + "\x03\x40\x03\x00", &network.RouterEvent{Autonomous: true}},
		{"a prefix of the link alone", unix.RTM_NEWPREFIX, head + "\x03\x40\x01\x00", &network.RouterEvent{}},
		{"flags", unix.RTM_NEWLINK, info + "\x0c\x00\x0c\x80\x08\x00\x01\x00\xe0\x00\x00\x80", &network.RouterEvent{Flags: &network.RouterFlags{Heard: true, Managed: true, Other: true}}},
		{"no flags", unix.RTM_NEWLINK, info + "\x0c\x00\x0c\x80\x08\x00\x01\x00\x10\x00\x00\x80", &network.RouterEvent{Flags: &network.RouterFlags{}}},
	} {
		e, ok := kernel.EventOf(c.kind, []byte(c.in))
		if diff := cmp.Diff(c.want, e.Router); diff != "" || ok != (c.want != nil) || ok && e.Index != 2 {
			t.Errorf("%s: %v, index %d\n%s", c.name, ok, e.Index, diff)
		}
	}
}
