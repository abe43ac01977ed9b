//go:build vm

package links_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/netonce/netonce/tests/lab"
)

// Many VLANs on one bond, beside ip -batch given the same work. The ratio is told,
// and judged by nobody: a guest has no quiet moment.
func TestManyVLANs(t *testing.T) {
	for _, n := range []int{100, 1000} {
		took := map[string]time.Duration{}
		h := lab.New(t)
		h.Cables("eth1")
		h.Profile("ifcfg-bond0", "DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS=mode=1")
		h.Profile("ifcfg-eth1", "DEVICE=eth1", "MASTER=bond0")
		for i := 1; i <= n; i++ {
			h.Profile(fmt.Sprintf("ifcfg-bond0.%d", i), fmt.Sprintf("DEVICE=bond0.%d", i), "VLAN=yes",
				fmt.Sprintf("IPADDR=10.%d.%d.1", i/250, i%250), "PREFIX=24")
		}
		start := time.Now()
		r := h.Netonce("boot")
		took["netonce"] = time.Since(start)
		if r.Code != 0 {
			t.Fatalf("exit %d\n%s", r.Code, r.Log)
		}
		has(t, h, []string{fmt.Sprintf("link bond0.%d parent bond0", n), fmt.Sprintf("addr bond0.%d 10.%d.%d.1/24", n, n/250, n%250)})
		start = time.Now()
		if r := h.Netonce("reload"); r.Code != 0 || !strings.Contains(r.Log, "changes=0") {
			t.Errorf("a reload: %d\n%s", r.Code, r.Log)
		}
		took["netonce, nothing to do"] = time.Since(start)

		o := lab.New(t)
		o.Cables("eth1")
		batch := o.Path("batch")
		if err := os.WriteFile(batch, []byte(batchOf(n)), 0o644); err != nil {
			t.Fatal(err)
		}
		start = time.Now()
		if r := o.Other("ip", "-batch", batch); r.Code != 0 {
			t.Fatalf("ip: %d\n%s", r.Code, r.Log)
		}
		took["ip -batch"] = time.Since(start)
		for who, d := range took {
			t.Logf("%d VLANs: %s %s, ratio %.2f", n, who, d.Round(time.Millisecond), float64(d)/float64(took["ip -batch"]))
		}
	}
}

func batchOf(n int) string {
	var b strings.Builder
	b.WriteString("link add bond0 type bond mode 1 miimon 100\nlink set eth1 master bond0\nlink set eth1 up\nlink set bond0 up\n")
	for i := 1; i <= n; i++ {
		name := fmt.Sprintf("bond0.%d", i)
		fmt.Fprintf(&b, "link add link bond0 name %s type vlan id %d\nlink set %s up\naddress add 10.%d.%d.1/24 brd + dev %s noprefixroute\n"+
			"route append 10.%d.%d.0/24 dev %s proto kernel scope link src 10.%d.%d.1 metric %d\n",
			name, i, name, i/250, i%250, name, i/250, i%250, name, i/250, i%250, 399+i)
	}
	return b.String()
}
