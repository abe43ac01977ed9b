package kerneltest

import (
	"fmt"
	"slices"
	"time"

	"netonce/apply/network"
)

// State lists all that is there in the words of ip(8), one line each, in an order
// that does not tell how it came about.
func (k *Kernel) State() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.state()
}

func (k *Kernel) state() []string {
	var lines []string
	for _, d := range k.links {
		l := k.shown(d)
		lines = append(lines, fmt.Sprintf("%s: link mtu %d address %s up %v", l.Name, l.MTU, l.MAC, l.Up))
		for what, index := range map[string]int{"master": l.Master, "parent": l.Parent} {
			if o := k.byIndex(index); o != nil {
				lines = append(lines, fmt.Sprintf("%s: %s %s", l.Name, what, o.Name))
			}
		}
		if l.Token.IsValid() {
			lines = append(lines, fmt.Sprintf("%s: token %s", l.Name, l.Token))
		}
		lines = append(lines, k.vlanState(d)...)
		lines = append(lines, optionState(l.Name, l.Kind, l.Options)...)
		if o := k.byIndex(l.Master); o != nil {
			lines = append(lines, optionState(l.Name, o.Kind+"-port", l.Port)...)
		}
		if l.Promisc {
			lines = append(lines, l.Name+": promisc")
		}
		for _, o := range d.ethtool {
			lines = append(lines, fmt.Sprintf("%s: %s %s", l.Name, o.Name, o.Value))
		}
		lines = append(lines, trafficState(d)...)
		for _, a := range d.addresses {
			if shown, alive := a.shown(time.Now()); alive {
				lines = append(lines, fmt.Sprintf("%s: address %s", l.Name, shown))
			}
		}
		for _, r := range d.routes {
			lines = append(lines, fmt.Sprintf("%s: route %s", l.Name, r))
		}
		for key, value := range d.sysctls {
			if value != (&device{}).sysctl("", key[5:]) && key != "ipv6/"+network.StableSecret {
				lines = append(lines, fmt.Sprintf("%s: sysctl %s=%s", l.Name, key, value))
			}
		}
	}
	for _, r := range k.discards {
		lines = append(lines, "route "+r.String())
	}
	for _, r := range k.rules {
		lines = append(lines, "rule "+map[bool]string{true: "-6 "}[r.Six]+r.String())
	}
	slices.Sort(lines)
	return lines
}
