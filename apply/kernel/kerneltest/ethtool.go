package kerneltest

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/netonce/netonce/apply/network"
)

// SetEthtool gives a link's driver settings that it takes. What is not among them it
// refuses.
func (k *Kernel) SetEthtool(name string, e network.Ethtool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(name)
	if d.ethtool == nil {
		d.ethtool = map[string]network.Options{}
	}
	d.ethtool[e.Group] = d.ethtool[e.Group].Set(e.Options)
}

// Ethtool tells a group of settings.
func (k *Kernel) Ethtool(index int, asked network.Ethtool) (network.Options, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ethtoolRead++
	d := k.byIndex(index)
	if d == nil || d.ethtool[asked.Group] == nil {
		return nil, refused(unix.EOPNOTSUPP, "")
	}
	return d.ethtool[asked.Group], nil
}

// EthtoolRead counts how often settings have been asked for.
func (k *Kernel) EthtoolRead() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ethtoolRead
}

// setEthtool rounds the sizes of rings up to a multiple of eight, as e1000 does.
func (d *device) setEthtool(e network.Ethtool) error {
	for _, o := range e.Options {
		have, known := d.ethtool[e.Group].Get(o.Name)
		switch {
		case !known:
			return refused(unix.EOPNOTSUPP, o.Name+" is not supported by the driver")
		case strings.HasSuffix(have.Value, "[fixed]"):
			continue
		case e.Group == "rings":
			n, _ := strconv.Atoi(o.Value)
			o.Value = strconv.Itoa((n + 7) / 8 * 8)
		}
		d.ethtool[e.Group] = d.ethtool[e.Group].Set(network.Options{o})
	}
	return nil
}
