package apply_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
)

// What interfaces have waited for is in the report, and nothing where nothing was.
func TestTrace(t *testing.T) {
	bubble(t, func(t *testing.T, h *host) {
		h.serve(lease("198.51.100.7/24"), 3*time.Second)
		h.kernel.SetCarrier("eth0", false)
		time.AfterFunc(2*time.Second, func() { h.kernel.SetCarrier("eth0", true) })
		f := files{"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nACD_TIMEOUT=0\n", "ifcfg-eth7": "DEVICE=eth7\nDEVTIMEOUT=1\nIPADDR=192.0.2.7\nPREFIX=24\n"}
		var got []string
		for _, i := range h.run(apply.Boot, f).Interfaces {
			for _, s := range i.Spans {
				got = append(got, fmt.Sprintf("%s %s %s-%s", i.Profile, s.What, time.Duration(s.From)*time.Microsecond, time.Duration(s.To)*time.Microsecond))
			}
		}
		want := []string{"ifcfg-eth7 device 0s-1s", "ifcfg-eth0 carrier 0s-2s", "ifcfg-eth0 DHCP 2s-5s"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("waits (-want +got):\n%s", diff)
		}
		delete(f, "ifcfg-eth7")
		for _, i := range h.run(apply.Reload, f).Interfaces {
			if len(i.Spans) > 0 {
				t.Errorf("a second run waits for %v", i.Spans)
			}
		}
	})
}
