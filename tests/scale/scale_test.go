//go:build vm

// Package scale_test makes links by the thousand. It has a guest of its own: the kernel
// takes them away long after their namespaces are gone, half a minute under emulation,
// and makes everybody wait who asks for links meanwhile.
package scale_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"netonce/tests/lab"
)

func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }

// Many VLANs on one bond, and many ports in some bridges, beside ip -batch given the
// same work. The ratio is told, and judged by nobody: a guest has no quiet moment. It is
// one test, so that no host is taken down before all have been measured.
func TestManyLinks(t *testing.T) {
	manyVLANs(t)
	manyPorts(t)
}

func manyVLANs(t *testing.T) {
	for _, n := range []int{100, 1000} {
		files := map[string][]string{
			"ifcfg-bond0": {"DEVICE=bond0", "TYPE=Bond", "BONDING_OPTS=mode=1"},
			"ifcfg-eth1":  {"DEVICE=eth1", "MASTER=bond0"},
		}
		for i := 1; i <= n; i++ {
			files[fmt.Sprintf("ifcfg-bond0.%d", i)] = []string{fmt.Sprintf("DEVICE=bond0.%d", i), "VLAN=yes",
				fmt.Sprintf("IPADDR=10.%d.%d.1", i/250, i%250), "PREFIX=24", "ACD_TIMEOUT=0"} // ip -batch looks for nobody either
		}
		beside(t, fmt.Sprintf("%d VLANs", n), files, batchOf(n),
			facts{[]string{fmt.Sprintf("link bond0.%d parent bond0", n)}, []string{fmt.Sprintf("addr bond0.%d 10.%d.%d.1/24", n, n/250, n%250)}})
	}
}

func manyPorts(t *testing.T) {
	const ports, bridges = 1000, 10
	files := map[string][]string{}
	var batch, ups strings.Builder
	for b := range bridges {
		name := fmt.Sprint("br", b)
		files["ifcfg-"+name] = []string{"DEVICE=" + name, "TYPE=Bridge", fmt.Sprintf("IPADDR=10.%d.0.1", b), "PREFIX=24", "ACD_TIMEOUT=0"}
		fmt.Fprintf(&batch, "link add %s type bridge\n", name)
		fmt.Fprintf(&ups, "link set %s up\naddress add 10.%d.0.1/24 brd + dev %s\n", name, b, name)
	}
	for p := range ports {
		name, controller := fmt.Sprint("port", p), fmt.Sprint("br", p%bridges)
		files["ifcfg-"+name] = []string{"DEVICE=" + name, "TYPE=Dummy", "BRIDGE=" + controller}
		fmt.Fprintf(&batch, "link add %s type dummy\nlink set %s addrgenmode none master %s up\n", name, name, controller)
	}
	beside(t, fmt.Sprintf("%d ports in %d bridges", ports, bridges), files, batch.String()+ups.String(),
		facts{[]string{"link port999 master br9", "link port0 master br0"}, []string{"link port999 up", "addr br9 10.9.0.1/24"}})
}

// facts is what has to be true then, in the sense of the lab's AwaitLinks and Await.
type facts struct{ links, others []string }

// beside lets netonce do a work and do it again, and then ip -batch on another host, and
// tells how long each has taken.
func beside(t *testing.T, what string, files map[string][]string, batch string, wanted facts) {
	took := map[string]time.Duration{}
	h := lab.New(t)
	h.Cables("eth1")
	for name, lines := range files {
		h.Profile(name, lines...)
	}
	start := time.Now()
	r := h.Netonce("boot")
	took["netonce"] = time.Since(start)
	if r.Code != 0 {
		t.Fatalf("exit %d\n%s", r.Code, r.Log)
	}
	h.AwaitLinks(wanted.links...)
	h.Await(wanted.others...)
	start = time.Now()
	if r := h.Netonce("reload"); r.Code != 0 || !strings.Contains(r.Log, "changes=0") {
		t.Errorf("a reload: %d\n%s", r.Code, r.Log)
	}
	took["netonce, nothing to do"] = time.Since(start)

	o := lab.New(t)
	o.Cables("eth1")
	if err := os.WriteFile(o.Path("batch"), []byte(batch), 0o644); err != nil {
		t.Fatal(err)
	}
	start = time.Now()
	if r := o.Other("ip", "-batch", o.Path("batch")); r.Code != 0 {
		t.Fatalf("ip: %d\n%s", r.Code, r.Log)
	}
	took["ip -batch"] = time.Since(start)
	for who, d := range took {
		t.Logf("%s: %s %s, ratio %.2f", what, who, d.Round(time.Millisecond), float64(d)/float64(took["ip -batch"]))
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
