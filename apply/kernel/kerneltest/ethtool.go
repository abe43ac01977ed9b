package kerneltest

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// SetEthtool gives a link's driver settings that it takes. What is not among them it
// refuses.
func (k *Kernel) SetEthtool(name string, options network.Options) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.byName(name)
	d.ethtool = d.ethtool.Set(options)
}

// Ethtool tells settings.
func (k *Kernel) Ethtool(index int, asked network.Options) (told network.Options) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.ethtoolRead++
	d := k.byIndex(index)
	for _, o := range asked {
		if d == nil {
			break
		}
		if x, known := d.ethtool.Get(o.Name); known {
			told = append(told, x)
		}
	}
	return told
}

// EthtoolRead counts how often settings have been asked for.
func (k *Kernel) EthtoolRead() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ethtoolRead
}

// setEthtool rounds the sizes of rings up to a multiple of eight, as e1000 does.
func (d *device) setEthtool(options network.Options) error {
	for _, o := range options {
		have, known := d.ethtool.Get(o.Name)
		switch {
		case !known:
			return refused(unix.EOPNOTSUPP, "requested parameter is not supported by the driver")
		case strings.HasSuffix(have.Value, "[fixed]"):
			continue
		case o.EthtoolGroup() == "rings":
			n, _ := strconv.Atoi(o.Value)
			o.Value = strconv.Itoa((n + 7) / 8 * 8)
		}
		d.ethtool = d.ethtool.Set(network.Options{o})
	}
	return nil
}
