package kerneltest

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// SetFunctions makes a card of a link that can have virtual functions.
func (k *Kernel) SetFunctions(name string, most int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.byName(name).functions = most
}

// setFunctions makes virtual functions, as new as they come, by way of none only
// (sriov_numvfs_store).
func (d *device) setFunctions(s network.Sysctl) error {
	n, err := strconv.Atoi(s.Value)
	refuse := func(errno error) error { return &fs.PathError{Op: "write", Path: s.String(), Err: errno} }
	switch {
	case d.functions == 0:
		return &fs.PathError{Op: "open", Path: s.String(), Err: fs.ErrNotExist}
	case s.Key != network.NumVFs:
		d.sysctls[s.Family+"/"+s.Key] = s.Value
		return nil
	case err != nil || n > d.functions:
		return refuse(unix.ERANGE)
	case n > 0 && d.sysctl(s.Family, s.Key) != "0":
		return refuse(unix.EBUSY)
	}
	d.sysctls[s.Family+"/"+s.Key] = s.Value
	d.ethtool = slices.DeleteFunc(slices.Clone(d.ethtool), func(o network.Option) bool {
		_, is := network.Function(o.EthtoolGroup())
		return is
	})
	for i := range n {
		for _, o := range [][2]string{{"mac", "00:00:00:00:00:00"}, {"spoofchk", "on"}, {"trust", "off"}, {"min_tx_rate", "0"}, {"max_tx_rate", "0"}, {"vlan", "0.0.q"}} {
			d.ethtool = d.ethtool.With(fmt.Sprintf("vf%d %s", i, o[0]), o[1])
		}
	}
	return nil
}
