package kernel

import (
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// trafficCases are disciplines and filters as they are sent; the kernel shows them in
// the same words.
func trafficCases() []network.Traffic {
	return []network.Traffic{
		{Kind: "fq_codel", Parent: network.TrafficRoot, Options: network.Options{{Name: "target", Value: "5000"}, {Name: "limit", Value: "500"}, {Name: "ecn", Value: "1"}, {Name: "memory_limit", Value: "4194304"}}},
		{Kind: "sfq", Parent: network.TrafficRoot, Handle: 0x70000, Options: network.Options{{Name: "quantum", Value: "3000"}, {Name: "perturb", Value: "10"}, {Name: "limit", Value: "100"},
			{Name: "divisor", Value: "2048"}, {Name: "flows", Value: "90"}, {Name: "depth", Value: "60"}}},
		{Kind: "ingress", Parent: network.TrafficIngress, Handle: 0xffff0000},
		{Filter: true, Kind: "matchall", Parent: 0xffff0000, Handle: 1, Info: allProtocols, Action: "mirred", Options: network.Options{{Name: "egress", Value: "ingress"}, {Name: "mirror", Value: "redirect"}, {Name: "dev", Index: 9}}},
		{Filter: true, Kind: "basic", Parent: 0xfffffff3, Handle: 1, Info: allProtocols, Action: "simple", Options: network.Options{{Name: "sdata", Value: "Hello"}}},
	}
}

func trafficPayload(t network.Traffic) []byte {
	return trafficMessage(7, network.OpAdd, t).Serialize()[unix.SizeofNlMsghdr:]
}

func TestTrafficThereAndBack(t *testing.T) {
	t.Parallel()
	for _, want := range trafficCases() {
		index, got, err := parseTraffic(trafficPayload(want), want.Filter)
		if diff := cmp.Diff(want, got); diff != "" || index != 7 || err != nil {
			t.Errorf("%d, %v (-want +got):\n%s", index, err, diff)
		}
	}
	if _, _, err := parseTraffic([]byte{0}, true); err == nil {
		t.Error("a message that is too short is read")
	}
}

// The bytes of a rate beyond 32 bits, with what the kernel says of it.
func TestTBF(t *testing.T) {
	t.Parallel()
	q := network.Traffic{Kind: "tbf", Parent: network.TrafficRoot, Options: network.Options{{Name: "rate", Value: "5000000000"}, {Name: "burst", Value: "1048576"}, {Name: "limit", Value: "3000"}}}
	got := hex.EncodeToString(qdiscData(q.Kind, q.Options))
	want := "28000100" + "0001000000000000ffffffff" + "000000000000000000000000" + "b80b0000" + "00000000" + "00000000" + "0c000400" + "00f2052a01000000" + "08000600" + "00001000"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
	shown, err := hex.DecodeString("28000100" + "0001000000000000ffffffff" + "000000000000000000000000" + "b80b0000" + "cc0c0000" + "00000000" + "0c000400" + "00f2052a01000000")
	if err != nil {
		t.Fatal(err)
	}
	have := network.Traffic{Kind: "tbf", Parent: network.TrafficRoot, Options: qdiscOptions("tbf", shown)}
	if rate, _ := have.Options.Get("rate"); rate.Value != "5000000000" {
		t.Errorf("rate %s", rate.Value)
	}
	// 1 MiB takes 209715 ns at this rate, 3276 units of 64 ns: 0xccc.
	have.Options = have.Options.Set(network.Options{{Name: "burst", Value: "1048320"}})
	if differing := q.Differing(&have); len(differing) != 0 {
		t.Errorf("differing: %v", differing)
	}
	have.Options = have.Options.Set(network.Options{{Name: "burst", Value: "1047000"}})
	if differing := q.Differing(&have); len(differing) != 1 {
		t.Errorf("differing: %v", differing)
	}
}

func FuzzParseTraffic(f *testing.F) {
	for _, c := range trafficCases() {
		f.Add(trafficPayload(c), c.Filter)
	}
	f.Fuzz(func(t *testing.T, b []byte, filter bool) {
		_, got, err := parseTraffic(b, filter)
		if err == nil && !got.Same(&got, 0) && len(got.Options) == 0 {
			t.Errorf("%+v is not itself", got)
		}
		_ = got.String()
	})
}
