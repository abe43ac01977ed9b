package nmcli

import (
	"time"

	"github.com/netonce/netonce/apply"
	"github.com/netonce/netonce/apply/network"
	"github.com/netonce/netonce/apply/state"
	"github.com/netonce/netonce/ifcfg"
	"github.com/netonce/netonce/ifcfg/property"
)

// System is the host as the commands need it.
type System interface {
	// Terminal reports whether a person reads the output, in colours.
	Terminal() bool
	// Files reads the profiles, with their text.
	Files() (*ifcfg.Host, error)
	// Dir is where the profiles are written.
	Dir() property.Dir
	// Facts looks at the kernel and at what netonce knows of its own doing.
	Facts() (*Facts, error)
	// Configure makes a run, with a time limit unless it is 0. The error is for a
	// run that could not do anything.
	Configure(mode apply.Mode, limit time.Duration, profiles ...string) (*apply.Report, error)
}

// Facts are what is so at run time.
type Facts struct {
	Now      time.Time
	Uptime   time.Duration
	Hostname string
	Network  *network.Snapshot
	Owned    state.Owned
	Leases   map[string]state.Lease // by interface
	Drivers  map[string]Driver      // by interface
}

// Driver is what the driver of an interface says of itself (ethtool's DRVINFO).
type Driver struct {
	Name     string
	Version  string
	Firmware string
}
