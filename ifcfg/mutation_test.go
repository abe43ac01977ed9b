package ifcfg_test

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"strings"
	"testing"

	"netonce/ifcfg"
)

// mutations is how many inputs each parser gets. The fuzz targets look for paths
// with the coverage's help, some ten thousand inputs a second; this goes over what
// is known a hundred times as fast.
var mutations = flag.Int("mutations", 20000, "random inputs for each parser")

func TestMutations(t *testing.T) {
	t.Parallel()
	values := []string{`a"b c"'d e'$'\x41\n\u20ac'\ f`, `"b\~b"`, `a; # c`, `"\$\"\\"`, "eth0 #x", `$'\101\U1F600'`}
	scalars := []string{"yes", "off", "0x1f", "255.255.240.0", "2001:db8::1/64", "fe80::1%eth0", "00:11:22:aa:bb:cc", "192.0.2.1/24", "-12"}
	rules := []string{"priority 502 from 0.0.0.0/0 fwmark 0x5/0xf iif eth0 uidrange 0-7 table 302", "not priority 9 to 2001:db8::/32 sport 1-2 ipproto 6 tos 1c suppress_prefixlength 0 table 5"}
	routes := []string{"10.0.0.0/8 via 192.0.2.1 dev eth0 metric 5 table 7 mtu lock 1400\n# c\ndefault via 192.0.2.1\n", "ADDRESS0=10.0.0.0\nNETMASK0=255.0.0.0\nOPTIONS0='onlink scope link'\n", "blackhole 2001:db8::/32 metric 7\n"}
	files := []string{profile, "export A=\"x\" # c\r\nB='y'\nA=$C\n=\n1=2\n", strings.Repeat("DNS1=1\n", 3)}
	for name, target := range map[string]struct {
		seeds []string
		share int // of one in so many inputs: what takes longer
		run   func(t *testing.T, text string, n int)
	}{
		"values":  {values, 1, func(t *testing.T, text string, _ int) { fuzzUnescape(t, text) }},
		"scalars": {scalars, 1, fuzzScalars},
		"rules":   {rules, 4, func(t *testing.T, text string, n int) { fuzzParseRule(t, text, n%2 == 0) }},
		"routes":  {routes, 8, func(t *testing.T, text string, n int) { mutatedRoutes(t, text, n%2 == 0) }},
		"files":   {files, 8, func(t *testing.T, text string, _ int) { mutatedFile(t, text) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(1, uint64(len(name))))
			var buf []byte
			for n := range *mutations / target.share {
				buf = mutate(random, append(buf[:0], target.seeds[n%len(target.seeds)]...), target.seeds)
				target.run(t, string(buf), n)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// mutate changes a text in one to eight places, by what the parsers care for.
func mutate(random *rand.Rand, text []byte, seeds []string) []byte {
	const special = "\"'\\$`;# \t\r\n=/.:%0123456789abcdefx()|&<>~\x00\xff\xc3\xa9-+,*[]{}"
	for range 1 + random.IntN(8) {
		at := random.IntN(len(text) + 1)
		switch random.IntN(6) {
		case 0, 1: // another byte
			if at < len(text) {
				text[at] = special[random.IntN(len(special))]
			}
		case 2: // a byte more
			text = append(text[:at], append([]byte{special[random.IntN(len(special))]}, text[at:]...)...)
		case 3: // some bytes less
			text = append(text[:at], text[min(len(text), at+random.IntN(6)):]...)
		case 4: // a piece of another seed
			piece := seeds[random.IntN(len(seeds))]
			from := random.IntN(len(piece) + 1)
			piece = piece[from:min(len(piece), from+random.IntN(20))]
			text = append(text[:at], append([]byte(piece), text[at:]...)...)
		default:
			if at < len(text) {
				text[at] ^= byte(1 << random.IntN(8))
			}
		}
	}
	return text[:min(len(text), 400)]
}

func mutatedRoutes(t *testing.T, text string, six bool) {
	t.Helper()
	r, err := ifcfg.ParseRoutes(strings.NewReader(text), "route-eth0", six)
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range r.Routes {
		if !route.Destination.IsValid() || route.Destination != route.Destination.Masked() {
			t.Errorf("%q has a route to %v", text, route.Destination)
		}
	}
}

func mutatedFile(t *testing.T, text string) {
	t.Helper()
	f, err := ifcfg.Parse(strings.NewReader(text), "ifcfg-eth0")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(f.Bytes(), []byte(text)) {
		t.Errorf("%q came back as %q", text, f.Bytes())
	}
	for a := range f.Assignments() {
		if _, _, err := ifcfg.Unescape(a.Raw); a.Bad == nil && err != nil {
			t.Errorf("%q: the value %q is not bad", text, a.Raw)
		}
	}
}
