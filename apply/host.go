package apply

import (
	"context"
	"net/netip"
	"time"

	"netonce/apply/acd"
	"netonce/apply/dhcp4"
	"netonce/apply/dhcp6"
	"netonce/apply/journal"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
)

// Kernel reads and changes the network of the kernel.
type Kernel interface {
	// Snapshot shows links, addresses, and the routes of the groups, nil for all.
	Snapshot(groups []network.RouteGroup) (*network.Snapshot, error)
	Rules() ([]network.Rule, error)
	Sysctl(network.Sysctl) (string, error)
	// VLANs lists those of bridges and their ports, by the index of the link.
	VLANs() (map[int][]network.VLAN, error)
	// Ethtool reads settings of an interface; those that it does not tell are left out.
	Ethtool(index int, asked network.Options) network.Options
	// Qdiscs lists queueing disciplines by the index of the link, Filters those under
	// one on a link.
	Qdiscs() (map[int][]network.Traffic, error)
	Filters(index int, parent uint32) ([]network.Traffic, error)
	// Make makes links and returns what they have become, with an answer to each.
	Make([]network.Change) ([]network.Link, []error)
	// Apply makes the changes in order and answers each, nil for done; one that
	// is refused does not stop the others.
	Apply([]network.Change) []error
}

// Store keeps what outlives a run.
type Store interface {
	Owned() (state.Owned, error)
	SetOwned(state.Owned) error
	Lease(name string, now time.Duration) (state.Lease, bool, error)
	SetLease(name string, l state.Lease) error
	DropLease(name string) error
	RenameLeases(name, next string) error
	Lease6(name string, now time.Duration) (state.Lease6, bool, error)
	SetLease6(name string, l state.Lease6) error
	DropLease6(name string) error
}

// Udev knows which links udev has finished with: they have the name that they keep.
type Udev interface {
	Finished(index int) bool
	// Watch tells, until stopped, that udev has finished with some device, perhaps once
	// for several. The channel is never closed.
	Watch() (told <-chan struct{}, stop func() error, err error)
}

// Host is the world outside: what a run reads, changes and waits for.
type Host struct {
	Kernel Kernel
	Store  Store
	// Teams is teamd.
	Teams Teams
	// Watch tells of links and IPv6 addresses from now on, until stopped.
	Watch func() (events <-chan network.Event, stop func() error, err error)
	// Udev is nil where udev does not run.
	Udev Udev
	// Solicit asks the routers on a link to advertise themselves: the answers come as events.
	Solicit func(network.Link) error
	// Acquire gets a lease over the link with that index.
	Acquire func(ctx context.Context, index int, c dhcp4.Config) (dhcp4.Lease, error)
	// Acquire6 gets a DHCPv6 lease over the link with that index.
	Acquire6 func(ctx context.Context, index int, c dhcp6.Config) (dhcp6.Lease, error)
	// Release6 gives it back, Decline6 says that other hosts have some of its addresses.
	Release6 func(index int, c dhcp6.Config, l dhcp6.Lease) error
	Decline6 func(index int, c dhcp6.Config, l dhcp6.Lease, addresses []netip.Addr) error
	// Prober looks for the addresses of a Config over the link with that index.
	Prober func(index int, c acd.Config) (Prober, error)
	// Decline tells the server of a Config's Former that another host has its address.
	Decline func(index int, c dhcp4.Config) error
	// Release gives the lease of a Config's Former back to its server.
	Release func(index int, c dhcp4.Config) error
	// Resolve hands the name servers over to whoever resolves names.
	Resolve func(context.Context, []resolv.Source) (resolv.Result, error)
	// Resolvable is told, once, that the name servers have been handed over.
	Resolvable func()
	// Settled is told, once, that the host has all that it has to wait for where the run
	// goes on for a moment; nil for nobody.
	Settled func()
	// PlanResolve says what Resolve would do.
	PlanResolve func(context.Context, []resolv.Source) (resolv.Result, error)
	// Uptime is the time since boot.
	Uptime func() time.Duration
	// Interruptible makes of a context one that ends when the process is told to
	// stop. It is called once there is something to wait for: until then a run
	// takes less time than stopping it would.
	Interruptible func(context.Context) (context.Context, context.CancelFunc)
	// Device names a link's driver, and its place as udev knows it (ID_PATH); empty
	// for unknown.
	Device func(network.Link) (driver, path string)
	// CommandLine is the kernel's, /proc/cmdline.
	CommandLine func() string
	// BootID is the kernel's identity of this boot; empty for none.
	BootID func() string
	// MachineID is the identity of the host, machine-id(5); empty for none.
	MachineID func() string
	Hostname  string
	Log       *journal.Logger
	// Waiting is told what is being waited for; empty for nothing any more.
	Waiting func(what string)
}

const (
	// carrierLimit is how long DHCP waits for the other end of the link to be
	// there: NetworkManager's carrier-wait-timeout.
	carrierLimit = 5 * time.Second
	// dhcpLimit is how long a lease is asked for where the profile says nothing:
	// NetworkManager's default.
	dhcpLimit = 45 * time.Second
	// dadLimit ends the wait for duplicate address detection, which takes one to
	// two seconds, on a link where it never ends.
	dadLimit = 30 * time.Second
	// udevLimit ends the wait for udev where it hangs over a link. It gives its own
	// rules three minutes, which is more than a boot can wait.
	udevLimit = 30 * time.Second
	// resolvePause gathers leases that come together into one hand-over of name
	// servers.
	resolvePause = 20 * time.Millisecond
)
