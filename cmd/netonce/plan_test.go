package main

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/ifcfg"
)

// previewed is the plan for a host with two cards, one of them configured.
func previewed(t *testing.T, again bool) *apply.Preview {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range map[string]string{
		"ifcfg-eth0":  "DEVICE=eth0\nIPADDR=192.0.2.2\nPREFIX=24\nGATEWAY=192.0.2.1\nMTU=1400\nACD_TIMEOUT=0\n",
		"ifcfg-eth1":  "DEVICE=eth1\nBOOTPROTO=dhcp\n",
		"route6-eth1": "2001:db8::/32 via fe80::1\n",
	} {
		tree[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	files, err := ifcfg.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	k := kerneltest.New(
		network.Link{Name: "eth0", Ethernet: true, MAC: net.HardwareAddr{2, 0, 0, 0, 0, 1}, Up: true, Carrier: true},
		network.Link{Name: "eth1", Ethernet: true, MAC: net.HardwareAddr{2, 0, 0, 0, 0, 2}, Carrier: true})
	h := &apply.Host{
		Kernel: k, Store: state.Open(t.TempDir(), "boot"), Watch: k.Watch,
		Resolve: func(context.Context, []resolv.Source) (resolv.Result, error) { return resolv.Result{}, nil },
		PlanResolve: func(context.Context, []resolv.Source) (resolv.Result, error) {
			return resolv.Result{Changed: !again, Why: "mode=file"}, nil
		},
		Uptime:  func() time.Duration { return time.Hour },
		Waiting: func(string) {},
	}
	request := apply.Request{Mode: apply.Reload, Profiles: files.Profiles}
	if again {
		request.Profiles = files.Profiles[:1]
		if _, err := h.Run(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
	p, err := h.Preview(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The plan as people and as programs see it, against the files in testdata.
func TestPlan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		golden string
		again  bool
		print  func(*invocation, *apply.Preview)
	}{
		{"plan.txt", false, (*invocation).printPlan},
		{"plan-nothing.txt", true, (*invocation).printPlan},
		{"plan.json", false, func(v *invocation, p *apply.Preview) { v.printJSON(p) }},
		{"plan-nothing.json", true, func(v *invocation, p *apply.Preview) { v.printJSON(p) }},
	} {
		var b bytes.Buffer
		test.print(&invocation{stdout: &b}, previewed(t, test.again))
		want, err := os.ReadFile("testdata/" + test.golden)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(string(want), b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.golden, diff)
			if os.Getenv("UPDATE_GOLDEN") != "" {
				t.Error(os.WriteFile("testdata/"+test.golden, b.Bytes(), 0o644))
			}
		}
	}
}

func TestExitCode(t *testing.T) {
	t.Parallel()
	failed := func(err error) *apply.Report {
		return &apply.Report{Interfaces: []apply.InterfaceReport{{Name: "eth0", Profile: "ifcfg-eth0", Errors: []error{err}}}}
	}
	good := &apply.Report{Interfaces: []apply.InterfaceReport{{Name: "eth0", Profile: "ifcfg-eth0"}}}
	bad := []ifcfg.Diagnostic{{Severity: ifcfg.Error}}
	onBoot := &ifcfg.Profile{File: "ifcfg-other", Diagnostics: bad, OnBoot: ifcfg.Field[bool]{Value: true}}
	named := &ifcfg.Profile{File: "ifcfg-eth0", Diagnostics: bad}
	for _, test := range []struct {
		name   string
		mode   apply.Mode
		files  ifcfg.Host
		report *apply.Report
		want   int
	}{
		{"well", apply.Boot, ifcfg.Host{}, good, exitDone},
		{"a warning", apply.Boot, ifcfg.Host{Diagnostics: []ifcfg.Diagnostic{{Severity: ifcfg.Warning}}}, good, exitDone},
		{"refused", apply.Boot, ifcfg.Host{}, failed(errors.New("no")), exitFailed},
		{"waited in vain", apply.Boot, ifcfg.Host{}, failed(apply.ErrWaiting), exitTimeout},
		{"waited in vain, and a mistake", apply.Boot, ifcfg.Host{Diagnostics: bad}, failed(apply.ErrWaiting), exitFailed},
		{"a mistake in what boots", apply.Reload, ifcfg.Host{Profiles: []*ifcfg.Profile{onBoot}}, good, exitFailed},
		{"a mistake in what does not", apply.Reload, ifcfg.Host{Profiles: []*ifcfg.Profile{named}}, good, exitDone},
		{"a mistake elsewhere", apply.Up, ifcfg.Host{Diagnostics: bad, Profiles: []*ifcfg.Profile{onBoot}}, good, exitDone},
		{"a mistake in what is named", apply.Up, ifcfg.Host{Profiles: []*ifcfg.Profile{named}}, good, exitFailed},
	} {
		if got := exitCode(test.mode, &test.files, test.report); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
	if diff := cmp.Diff("Configured, but not: eth0", outcome(&ifcfg.Host{}, failed(errors.New("no")))); diff != "" {
		t.Error(diff)
	}
	onBoot.File = "ifcfg-eth1"
	if diff := cmp.Diff("Configured 1 interfaces; mistakes in ifcfg-eth1", outcome(&ifcfg.Host{Profiles: []*ifcfg.Profile{onBoot}}, good)); diff != "" {
		t.Error(diff)
	}
}
