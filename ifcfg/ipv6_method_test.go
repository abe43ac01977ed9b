package ifcfg_test

import (
	"testing"
	"testing/fstest"

	"netonce/ifcfg"
)

// methodKeys are the keys that decide the IPv6 method, empty for not given;
// global is IPV6INIT of the global file.
type methodKeys struct {
	global, init, disabled, autoconf, forwarding, dhcp, address string
}

// method6 is NetworkManager's table, written down once more.
func method6(k methodKeys) ifcfg.Method {
	init := k.init
	if init == "" {
		init = k.global
	}
	autoconf := k.autoconf
	if autoconf == "" {
		autoconf = map[string]string{"yes": "no", "no": "yes", "": "yes"}[k.forwarding]
	}
	switch {
	case k.disabled == "yes":
		return ifcfg.MethodDisabled
	case init != "yes":
		return ifcfg.MethodIgnore
	case autoconf == "yes":
		return ifcfg.MethodAuto
	case autoconf == "no" && k.dhcp == "yes":
		return ifcfg.MethodDHCP
	case k.address != "":
		return ifcfg.MethodManual
	}
	return ifcfg.MethodLinkLocal
}

func TestIPv6Method(t *testing.T) {
	t.Parallel()
	ternary := []string{"", "yes", "no"}
	var all []methodKeys
	for _, global := range ternary {
		for _, init := range ternary {
			for _, disabled := range ternary {
				for _, autoconf := range ternary {
					for _, forwarding := range ternary {
						for _, dhcp := range ternary {
							for _, address := range []string{"", "2001:db8::1"} {
								all = append(all, methodKeys{global, init, disabled, autoconf, forwarding, dhcp, address})
							}
						}
					}
				}
			}
		}
	}
	for _, k := range all {
		text := "DEVICE=eth0\nIPV6INIT=" + k.init + "\nIPV6_DISABLED=" + k.disabled + "\nIPV6_AUTOCONF=" + k.autoconf +
			"\nIPV6FORWARDING=" + k.forwarding + "\nDHCPV6C=" + k.dhcp + "\nIPV6ADDR=" + k.address + "\n"
		h, err := ifcfg.Load(fstest.MapFS{
			ifcfg.NetworkFile:                &fstest.MapFile{Data: []byte("IPV6INIT=" + k.global + "\n")},
			ifcfg.ScriptsDir + "/ifcfg-eth0": &fstest.MapFile{Data: []byte(text)},
		})
		if err != nil {
			t.Fatal(err)
		}
		ip := h.Profiles[0].IPv6
		if want := method6(k); ip.Method.Value != want {
			t.Errorf("%+v: %v, want %v", k, ip.Method.Value, want)
		}
		if used := ip.Method.Value > ifcfg.MethodIgnore; used != (len(ip.Addresses) == 1) && k.address != "" {
			t.Errorf("%+v: addresses %v", k, ip.Addresses)
		}
	}
}
