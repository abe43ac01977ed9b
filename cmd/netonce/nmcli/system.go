package nmcli

import (
	"time"

	"netonce/apply"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// System is the host as the commands need it.
type System interface {
	// Terminal reports whether a person reads the output, in colours.
	Terminal() bool
	// Files reads the profiles, with their text.
	Files() (*ifcfg.Host, error)
	// Dir is where the profiles are written.
	Dir() property.Dir
	// Edit keeps others from editing profiles until it is released.
	Edit() (release func(), err error)
	// Facts looks at the kernel and at what netonce knows of its own doing.
	Facts() (*Facts, error)
	// Configure makes a run. The error is for one that could not do anything.
	Configure(Request) (*apply.Report, error)
}

// Request is what Configure is asked for.
type Request struct {
	Mode     apply.Mode
	Limit    time.Duration // 0 for none
	Profiles []string      // their files
	// Instead has files of profiles that are to be read in another text than is on
	// the disk; nil for one that is not to be read at all.
	Instead map[string][]byte
}

// Facts are what is so at run time.
type Facts struct {
	Now      time.Time
	Uptime   time.Duration
	Hostname string
	Network  *network.Snapshot
	Owned    state.Owned
	Leases   map[string]state.Lease // by interface
	Leases6  map[string]state.Lease6
	Drivers  map[string]Driver // by interface
}

// Driver is what the driver of an interface says of itself (ethtool's DRVINFO).
type Driver struct {
	Name     string
	Version  string
	Firmware string
}
