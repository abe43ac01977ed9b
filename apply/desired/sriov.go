package desired

import (
	"strconv"
	"strings"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// functions are the virtual functions of a card (SR-IOV): first who takes them, then how
// many there are, then what each is set to.
func (b *builder) functions() {
	if f := b.p.Setting("SRIOV_AUTOPROBE_DRIVERS"); f.IsSet() && f.Value != "-1" {
		b.sysctl("device", "sriov_drivers_autoprobe", decimal(f.Value), f.Because())
	}
	if f := b.p.Setting("SRIOV_TOTAL_VFS"); f.IsSet() {
		b.sysctl("device", network.NumVFs, decimal(f.Value), f.Because())
	}
	for _, f := range b.p.Settings {
		n := f.Value.Function()
		if n < 0 {
			continue
		}
		for _, o := range functionOptions(f.Value.Value) {
			o.Name = "vf" + strconv.Itoa(n) + " " + o.Name
			b.Ethtool = append(b.Ethtool, Wanted[network.Option]{o, f.Because()})
		}
	}
}

// functionOptions reads the attributes of SRIOV_VFn. The kernel has one rate with two
// ends: one that is not given is none, 0.
func functionOptions(list string) (options network.Options) {
	rates := [...]string{"min_tx_rate", "max_tx_rate"}
	for _, item := range strings.Split(list, ",") {
		name, value, _ := strings.Cut(item, "=")
		switch name {
		case "mac":
			mac, _ := ifcfg.ParseMAC(value, 6)
			value = mac.String()
		case "spoof-check", "trust":
			name = strings.Replace(name, "-check", "chk", 1)
			value = map[string]string{"true": "on", "false": "off"}[value]
		case "vlans":
			name, value = "vlan", functionVLANs(value)
		default:
			name, value = strings.ReplaceAll(name, "-", "_"), decimal(value)
		}
		options = options.Set(network.Options{{Name: name, Value: value}})
	}
	if options.Find(rates[0]) != nil || options.Find(rates[1]) != nil {
		for _, name := range rates {
			if options.Find(name) == nil {
				options = options.With(name, "0")
			}
		}
	}
	return options
}

// functionVLANs writes out what each VLAN is: ID.QOS.PROTOCOL.
func functionVLANs(list string) string {
	var all []string
	for _, item := range strings.Split(list, ";") {
		parts := append(strings.Split(item, "."), "", "")
		if parts[2] == "" {
			parts[2] = "q"
		}
		all = append(all, decimal(parts[0])+"."+decimal(parts[1])+"."+parts[2])
	}
	return strings.Join(all, ";")
}

// decimal writes a number that the key table has checked as the kernel does.
func decimal(s string) string {
	n, _ := strconv.ParseInt(s, 10, 64)
	return strconv.FormatInt(n, 10)
}
