package nmcli_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/cmd/netonce/nmcli"
)

// TestRuns: which run a command line asks for.
func TestRuns(t *testing.T) {
	t.Parallel()
	files := profiles()
	files["ifcfg-first"] = "DEVICE=eth3\nNAME=first\n"
	files["ifcfg-best"] = "DEVICE=eth3\nNAME=best\nAUTOCONNECT_PRIORITY=9\n"
	up := func(limit time.Duration, file string) nmcli.Request {
		return nmcli.Request{Mode: apply.Up, Limit: limit, Profiles: []string{file}}
	}
	down := func(limit time.Duration, file string) nmcli.Request {
		return nmcli.Request{Mode: apply.Down, Limit: limit, Profiles: []string{file}}
	}
	const usual, usualDown = 90 * time.Second, 10 * time.Second
	for line, want := range map[string]nmcli.Request{
		"con up eth1":           up(usual, "ifcfg-eth1"),
		"con up id first":       up(usual, "ifcfg-first"),
		"con up eth3":           up(usual, "ifcfg-best"), // by the interface, in the order of the list
		"con up ifname eth3":    up(usual, "ifcfg-best"),
		"-w 5 dev connect eth3": up(5*time.Second, "ifcfg-best"),
		"-w 0 dev up eth3":      up(0, "ifcfg-best"),
		"con up filename /etc/sysconfig/network-scripts/ifcfg-eth1": up(usual, "ifcfg-eth1"),
		"con up first ifname eth3":                                  up(usual, "ifcfg-first"),
		"dev reapply eth1":                                          up(usual, "ifcfg-eth1"),
		"con down eth1":                                             down(usualDown, "ifcfg-eth1"),
		"con down apath 2":                                          down(usualDown, "ifcfg-eth1"),
		"dev down eth1":                                             down(usualDown, "ifcfg-eth1"),
		"-w 3 con delete eth1":                                      down(3*time.Second, "ifcfg-eth1"),
		"dev modify eth1 mtu 1400": {Mode: apply.Up, Limit: usual, Profiles: []string{"ifcfg-eth1"},
			Instead: map[string][]byte{"ifcfg-eth1": []byte(profiles()["ifcfg-eth1"] + "MTU=1400\n")}},
	} {
		h := newHost(files)
		h.up["eth1"] = "ifcfg-eth1"
		var got []nmcli.Request
		h.run = func(r nmcli.Request) (*apply.Report, error) {
			got = append(got, r)
			return &apply.Report{}, nil
		}
		_, errOut, code := h.nmcli("nmcli " + line)
		if diff := cmp.Diff([]nmcli.Request{want}, got); diff != "" || code != 0 || errOut != "" {
			t.Errorf("%s: exit code %d, %q\n%s", line, code, errOut, diff)
		}
	}
}

// TestWhatIsNotUnderstoodIsTold and the rest is brought up.
func TestWhatIsNotUnderstoodIsTold(t *testing.T) {
	t.Parallel()
	files := profiles()
	files["ifcfg-eth1"] += "DNS2=nonsense\n"
	out, errOut, code := newHost(files).nmcli("nmcli con up eth1")
	if code != 0 || out == "" || !strings.HasPrefix(errOut, "Warning: ifcfg-eth1:8:6: DNS2: ") {
		t.Errorf("exit code %d: %q %q", code, out, errOut)
	}
}
