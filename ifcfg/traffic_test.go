package ifcfg_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

func TestParseTraffic(t *testing.T) {
	t.Parallel()
	options := func(words ...string) (list []ifcfg.Setting) {
		for i := 0; i < len(words); i += 2 {
			list = append(list, ifcfg.Setting{Name: words[i], Value: words[i+1]})
		}
		return list
	}
	const root, ingress = ifcfg.TrafficRoot, ifcfg.TrafficIngress
	for _, test := range []struct {
		text string
		want ifcfg.Traffic
	}{
		{"root fq", ifcfg.Traffic{Kind: "fq", Parent: root}},
		{"root prio handle 10:", ifcfg.Traffic{Kind: "prio", Parent: root, Handle: 0x100000}},
		{"handle ABCD parent 10:2 fq_codel limit 7 flows 8 target 5ms interval 0.1s quantum 1k ce_threshold 100 memory_limit 1mb ecn",
			ifcfg.Traffic{Kind: "fq_codel", Parent: 0x100002, Handle: 0xabcd0000, Options: options("limit", "7", "flows", "8", "target", "5000", "interval", "100000",
				"quantum", "1024", "ce_threshold", "100", "memory_limit", "1048576", "ecn", "1")}},
		{"ingress", ifcfg.Traffic{Kind: "ingress", Parent: ingress, Handle: 0xffff0000}},
		{"clsact handle ffff:", ifcfg.Traffic{Kind: "clsact", Parent: ingress, Handle: 0xffff0000}},
		{"root tbf rate 1.5Mbit burst 16kbit latency 50msec", ifcfg.Traffic{Kind: "tbf", Parent: root, Options: options("rate", "187500", "burst", "2048", "latency", "50000")}},
		{"root tbf rate 125000 burst 5b limit 6g latency 1", ifcfg.Traffic{}}, // more than 32 bits
		{"root tbf rate 2kibps burst 5 limit 6", ifcfg.Traffic{Kind: "tbf", Parent: root, Options: options("rate", "2048", "burst", "5", "limit", "6")}},
		{"root sfq perturb 10 limit 100 divisor 2048 quantum 3000 depth 60 flows 90", ifcfg.Traffic{Kind: "sfq", Parent: root,
			Options: options("perturb", "10", "limit", "100", "divisor", "2048", "quantum", "3000", "depth", "60", "flows", "90")}},
		{"root matchall action simple sdata Hello\\,", ifcfg.Traffic{Filter: true, Kind: "matchall", Parent: root, Action: "simple", Options: options("sdata", "Hello,")}},
		{"parent ffff: handle 1: matchall action mirred dev eth1 redirect ingress", ifcfg.Traffic{Filter: true, Kind: "matchall", Parent: 0xffff0000, Handle: 0x10000, Action: "mirred",
			Options: options("dev", "eth1", "mirror", "redirect", "egress", "ingress")}},
	} {
		got, err := ifcfg.ParseTraffic(test.text, test.want.Filter)
		if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != (test.want.Kind == "") {
			t.Errorf("%s: %v (-want +got):\n%s", test.text, err, diff)
		}
	}
}

// What is wrong is told with its place, and costs itself alone.
func TestTrafficKeys(t *testing.T) {
	t.Parallel()
	text := "DEVICE=eth0\n" +
		"QDISC1='root fq_codel limit 5x'\n" +
		"QDISC2=ingress\n" +
		"QDISC3='parent 1:2:3 fq'\n" +
		"QDISC5='root tbf rate 125000 burst 1600 limit 3000'\n" +
		"FILTER1='parent ffff: matchall action drop'\n" +
		"FILTER2='parent ffff: handle 1:1 matchall'\n" +
		"FILTER3='parent ffff: u32 match all'\n" +
		"FILTER4='parent ffff: root matchall'\n" +
		"FILTER5='parent ffff: matchall action mirred egress ingress mirror dev a'\n"
	host, err := ifcfg.Load(fstest.MapFS{"etc/sysconfig/network-scripts/ifcfg-eth0": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	p := host.Profiles[0]
	var told []string
	for _, d := range p.Diagnostics {
		told = append(told, d.String())
	}
	want := []string{
		`ifcfg-eth0:2:29: error: QDISC1: "5x" is not a number; it is not used, the others are [value]`,
		`ifcfg-eth0:4:16: error: QDISC3: "1:2:3" is not MAJOR: or MAJOR:MINOR, hexadecimal numbers up to ffff; it is not used, the others are [value]`,
		`ifcfg-eth0:5:8: warning: QDISC5: NetworkManager reads none that does not follow from QDISC1 on; it is used [gap]`,
		`ifcfg-eth0:5:23: warning: QDISC5: 125000 bytes a second, as NetworkManager has a rate without its unit; tc(8) has bits [value]`,
		`ifcfg-eth0:6:39: error: FILTER1: "drop" is not simple, mirred; it is not used, the others are [value]`,
		`ifcfg-eth0:7:30: error: FILTER2: handle "1:1" has more than zeros behind the colon; it is not used, the others are [value]`,
		`ifcfg-eth0:8:23: error: FILTER3: "u32" is none of matchall, basic, flower; it is not used, the others are [value]`,
		`ifcfg-eth0:9:23: error: FILTER4: "root": its parent is given already; it is not used, the others are [value]`,
		`ifcfg-eth0:10:53: error: FILTER5: "ingress" stands twice; it is not used, the others are [value]`,
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(p.Traffic) != 2 || p.Traffic[0].Key != "QDISC2" || p.Traffic[1].Key != "QDISC5" || !p.CommitsTraffic() {
		t.Errorf("%+v", p.Traffic)
	}
}

func FuzzParseTraffic(f *testing.F) {
	f.Add("root handle 10: tbf rate 1.5mbit burst 10kb latency 50ms", false)
	f.Add("parent ffff: matchall action mirred egress mirror dev eth1", true)
	f.Fuzz(func(t *testing.T, text string, filter bool) {
		got, err := ifcfg.ParseTraffic(text, filter)
		if err == nil && (got.Kind == "" || got.Parent == 0 || got.Filter != filter) {
			t.Errorf("%q is %+v", text, got)
		}
	})
}
