package desired_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/desired"
)

func TestIPv6Settings(t *testing.T) {
	t.Parallel()
	const auto, manual = "IPV6INIT=yes\n", "IPV6INIT=yes\nIPV6_AUTOCONF=no\n"
	heard := []string{"disable_ipv6=0", "accept_ra=1", "autoconf=1"}
	for name, test := range map[string]struct {
		text string
		want []string
	}{
		"temporary addresses":      {auto + "IPV6_PRIVACY=yes\n", join("addr_gen_mode=0", "use_tempaddr=2", heard, "accept_ra_defrtr=1", "ra_defrtr_metric=100")},
		"not preferred":            {auto + "IPV6_PRIVACY=rfc4941\nIPV6_PRIVACY_PREFER_PUBLIC_IP=yes\n", join("addr_gen_mode=0", "use_tempaddr=1", heard, "accept_ra_defrtr=1", "ra_defrtr_metric=100")},
		"no temporary addresses":   {manual + "IPV6_PRIVACY=no\n", []string{"addr_gen_mode=0", "use_tempaddr=0", "disable_ipv6=0", "accept_ra=0"}},
		"stable addresses":         {manual + "IPV6_ADDR_GEN_MODE=stable-privacy\n", []string{"addr_gen_mode=3", "disable_ipv6=0", "accept_ra=0"}},
		"a token":                  {auto + "IPV6_TOKEN=::53\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=1", "ra_defrtr_metric=100", "link token ::53")},
		"a token without routers":  {manual + "IPV6_TOKEN=::53\n", []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=0"}},
		"an MTU":                   {manual + "IPV6_MTU=1400\n", []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=0", "accept_ra_mtu=0", "mtu=1400"}},
		"no settings":              {manual + "IPV6_SET_SYSCTLS=no\n", []string{"addr_gen_mode=0", "disable_ipv6=0"}},
		"routers without autoconf": {manual + "IPV6_FORCE_ACCEPT_RA=yes\n", []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=1", "autoconf=0", "accept_ra_defrtr=1", "ra_defrtr_metric=100"}},
		"no router":                {manual + "IPV6_ROUTER=no\n", []string{"addr_gen_mode=0", "disable_ipv6=0", "accept_ra=0", "forwarding=0"}},
		"no default route":         {auto + "IPV6_DEFROUTE=no\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=0")},
		"no routes":                {auto + "IPV6_PEERROUTES=no\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=0")},
		"its own gateway":          {auto + "IPV6ADDR=2001:db8::2/64\nIPV6_DEFAULTGW=fe80::1\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=0")},
		"its own metric":           {auto + "IPV6_ROUTE_METRIC=7\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=1", "ra_defrtr_metric=7")},
		"a metric that is none":    {auto + "IPV6_ROUTE_METRIC=0\n", join("addr_gen_mode=0", heard, "accept_ra_defrtr=1")},
		"off":                      {"IPV6INIT=no\nIPV6_PRIVACY=yes\nIPV6_MTU=1400\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := desired.Build(profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\n" + test.text})[0], card(2, "eth0"), 100, desired.Given{}, nil)
			var got []string
			for _, w := range i.Sysctls {
				got = append(got, w.Object.Key+"="+w.Object.Value)
			}
			for _, w := range i.Link {
				if w.Object.Token.IsValid() {
					got = append(got, "link "+w.Object.String())
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// join makes one list of words and lists of words.
func join(parts ...any) (list []string) {
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			list = append(list, p)
		case []string:
			list = append(list, p...)
		}
	}
	return list
}

// The secret is the same at every boot, and another for each machine, profile and
// interface.
func TestStableSecret(t *testing.T) {
	t.Parallel()
	const stable = "IPV6INIT=yes\nIPV6_AUTOCONF=no\nIPV6_ADDR_GEN_MODE=stable-privacy\n"
	secret := func(machine, file, device string) string {
		i := desired.Build(profiles(t, map[string]string{file: "DEVICE=" + device + "\n" + stable})[0], card(2, device), 100, desired.Given{}, nil)
		i.WithSecret(machine)
		var got []string
		for _, w := range i.Sysctls {
			got = append(got, w.Object.Key)
		}
		if diff := cmp.Diff([]string{"stable_secret", "addr_gen_mode", "disable_ipv6", "accept_ra"}, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if i.Sysctls[1].Object.Value != "2" || i.Sysctls[0].Because != "ifcfg-"+file[6:]+":4:20: IPV6_ADDR_GEN_MODE" {
			t.Errorf("%+v", i.Sysctls[:2])
		}
		return i.Sysctls[0].Object.Value
	}
	first := secret("m", "ifcfg-eth0", "eth0")
	if !regexp.MustCompile("^([0-9a-f]{4}:){7}[0-9a-f]{4}$").MatchString(first) {
		t.Errorf("%q is not as the kernel shows it", first)
	}
	if secret("m", "ifcfg-eth0", "eth0") != first {
		t.Error("another one at the next boot")
	}
	for _, other := range []string{secret("n", "ifcfg-eth0", "eth0"), secret("m", "ifcfg-lan", "eth0"), secret("m", "ifcfg-eth0", "eth1")} {
		if other == first {
			t.Error("the same for another")
		}
	}
	i := desired.Build(profiles(t, map[string]string{"ifcfg-eth0": "DEVICE=eth0\n" + stable})[0], card(2, "eth0"), 100, desired.Given{}, nil)
	i.WithSecret("")
	if i.Sysctls[0].Object.Value != "3" || len(i.Sysctls) != 3 {
		t.Errorf("without a machine: %+v", i.Sysctls)
	}
}
