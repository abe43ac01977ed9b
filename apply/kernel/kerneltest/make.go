package kerneltest

import (
	"net"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Make makes links.
func (k *Kernel) Make(changes []network.Change) ([]network.Link, []error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	links, errs := make([]network.Link, len(changes)), make([]error, len(changes))
	for i, c := range changes {
		k.asked = append(k.asked, c)
		if k.refuse != nil {
			if errs[i] = k.refuse(len(k.asked), c); errs[i] != nil {
				continue
			}
		}
		links[i], errs[i] = k.make(c)
		k.witness()
	}
	return links, errs
}

func (k *Kernel) make(c network.Change) (network.Link, error) {
	if k.byName(c.Interface) != nil {
		return network.Link{}, refused(unix.EEXIST, "")
	}
	mac := c.Link.MAC
	k.last++
	if mac == nil {
		mac = net.HardwareAddr{2, 0, 0, 1, 0, c.Interface[0]} // the same each time
	}
	parent := k.byIndex(c.Link.Parent.Index)
	if c.Link.Parent.Name != "" && parent == nil {
		return network.Link{}, refused(unix.ENODEV, "")
	}
	d := &device{Link: network.Link{Index: k.last, Name: c.Interface, Kind: c.Link.Kind, Ethernet: true, MAC: mac, MTU: 1500,
		Parent: c.Link.Parent.Index, Options: defaults(c.Link.Kind).Set(c.Link.Options), Carrier: true}, sysctls: map[string]string{}}
	primary, _ := c.Link.Options.Get("primary")
	d.primary = primary.Value
	defaultVLAN(d, d)
	k.links = append(k.links, d)
	k.tellLink(d, false)
	return k.shown(d), nil
}
