package desired_test

import (
	"path"
	"strings"
	"testing"

	"netonce/apply/desired"
	"netonce/apply/network"
)

func TestGlob(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true}, {"", "a", false}, {"*", "", true}, {"**", "abc", true}, {"eth*", "eth0", true}, {"eth*", "xeth0", false}, {"*0", "eth00", true},
		{"e*h*0", "eth0", true}, {"e*x", "eth0", false}, {"?", "", false}, {"eth?", "eth0", true}, {"eth?", "eth10", false}, {"*/*", "a/b", true}, {"*b", "a/b", true},
		{"[abc]x", "bx", true}, {"[a-c]x", "bx", true}, {"[a-c]x", "dx", false}, {"[!a-c]", "d", true}, {"[^a-c]", "b", false}, {"[]]", "]", true}, {"[!]]", "]", false},
		{"[a-]", "-", true}, {"[", "[", true}, {"[ab", "[ab", true}, {"[ab", "a", false}, {`\*`, "*", true}, {`\*`, "a", false}, {`[\]]`, "]", true}, {`a\`, `a\`, true},
		{strings.Repeat("*a", 40), strings.Repeat("a", 39), false},
	} {
		if got := desired.Glob(test.pattern, test.text); got != test.want {
			t.Errorf("%q %q: %v", test.pattern, test.text, got)
		}
	}
}

// Where path.Match knows what a pattern means, it means the same.
func FuzzGlob(f *testing.F) {
	f.Add("e*[a-c]?", "ethbx")
	f.Add(`[!a]\*`, "b*")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		got := desired.Glob(pattern, text)
		if strings.ContainsAny(pattern+text, "/!^]") || len(strings.ToValidUTF8(pattern+text, "")) != len([]rune(pattern+text)) {
			return // path.Match has its own ways with these
		}
		if want, err := path.Match(pattern, text); err == nil && want != got {
			t.Errorf("%q %q: %v", pattern, text, got)
		}
	})
}

func TestMatch(t *testing.T) {
	t.Parallel()
	links := []network.Link{card(2, "eth0"), card(3, "eth1"), card(4, "lan0")}
	for i, driver := range []string{"virtio_net", "e1000", "e1000"} {
		links[i].Driver, links[i].Path = driver, "pci-0000:00:0"+links[i].Name[3:]
	}
	for keys, want := range map[string]string{
		"MATCH_INTERFACE_NAME=eth*":                       "eth0",
		"MATCH_INTERFACE_NAME='eth* !eth0'":               "eth1",
		"MATCH_INTERFACE_NAME='!eth0 !eth1'":              "lan0",
		"MATCH_INTERFACE_NAME='x* lan?'":                  "lan0",
		"MATCH_INTERFACE_NAME='&eth* &*1'":                "eth1",
		"MATCH_INTERFACE_NAME='|!eth*'":                   "lan0",
		"MATCH_DRIVER=e1000":                              "eth1",
		"MATCH_DRIVER=e1000\nMATCH_INTERFACE_NAME=lan*":   "lan0",
		"MATCH_PATH='pci-*:01'":                           "eth1",
		"MATCH_INTERFACE_NAME=wlan*":                      "no interface matches ifcfg-any:2:22: MATCH_INTERFACE_NAME",
		"DEVICE=eth0\nMATCH_DRIVER=e1000":                 "no interface matches ifcfg-any:3:14: MATCH_DRIVER",
		"DEVICE=eth9\nMATCH_DRIVER=e1000":                 "there is no interface eth9",
		"HWADDR=02:00:00:00:00:99\nMATCH_PATH='pci-*:01'": "no interface has the hardware address 02:00:00:00:00:99",
	} {
		assigned, left := desired.Assign(profiles(t, map[string]string{"ifcfg-any": "TYPE=Ethernet\n" + keys + "\n"}), links)
		got := ""
		for _, a := range assigned {
			got = a.Link.Name
		}
		for _, u := range left {
			got = u.Reason
		}
		if got != want {
			t.Errorf("%q: %s, want %s", keys, got, want)
		}
	}
}

// Of two profiles for any link the one that says more is taken.
func TestMatchIsMoreExact(t *testing.T) {
	t.Parallel()
	assigned, _ := desired.Assign(profiles(t, map[string]string{"ifcfg-a": "TYPE=Ethernet\n", "ifcfg-b": "TYPE=Ethernet\nMATCH_INTERFACE_NAME=eth*\n"}), []network.Link{card(2, "eth0")})
	if len(assigned) != 1 || assigned[0].Profile.File != "ifcfg-b" {
		t.Errorf("%+v", assigned)
	}
}

func TestNotThisHost(t *testing.T) {
	t.Parallel()
	for words, fits := range map[string]bool{
		"quiet": true, "root": true, "root=/dev/vda": true, "root=/dev/vdb": false, "quie": false, "ro*": false, "!quiet": false, "!debug": true,
		"debug quiet": true, "debug &quiet": false, "debug |!quiet": false,
	} {
		p := profiles(t, map[string]string{"ifcfg-any": "TYPE=Ethernet\nMATCH_KERNEL_COMMAND_LINE='" + words + "'\n"})[0]
		because := desired.NotThisHost(p, func() string { return "BOOT_IMAGE=x root=/dev/vda quiet\n" })
		if (because == "") != fits || !fits && because != "ifcfg-any:2:27: MATCH_KERNEL_COMMAND_LINE" {
			t.Errorf("%q: %q", words, because)
		}
	}
}
