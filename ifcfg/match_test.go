package ifcfg_test

import "testing"

func TestMatch(t *testing.T) {
	t.Parallel()
	readProfiles(t, matchRows())
}

func matchRows() []row {
	const whole = "its value cannot be read; the profile is not applied [rejected]"
	const open = "single quote is never closed; the value counts as empty [quoting] (close it on the same line; a value cannot run over several lines)"
	bad := func(key, at string) row {
		return row{key + "='x", []string{"rejected"}, []string{"2:" + at + ": error: " + key + ": " + open, "2:" + at + ": error: " + key + ": " + whole}}
	}
	return []row{
		{"MATCH_INTERFACE_NAME='eth* !eth7 |en? &a |!b'",
			[]string{
				"match.interface-name {eth* false false} @2:22 MATCH_INTERFACE_NAME",
				"match.interface-name {eth7 true true} @2:22 MATCH_INTERFACE_NAME",
				"match.interface-name {en? false false} @2:22 MATCH_INTERFACE_NAME",
				"match.interface-name {a true false} @2:22 MATCH_INTERFACE_NAME",
				"match.interface-name {b false true} @2:22 MATCH_INTERFACE_NAME",
			}, nil},
		{`MATCH_DRIVER='virtio\ net \\!a &\\&b c\d'`,
			[]string{
				"match.driver {virtio net false false} @2:14 MATCH_DRIVER",
				"match.driver {!a false false} @2:14 MATCH_DRIVER",
				"match.driver {&b true false} @2:14 MATCH_DRIVER",
				`match.driver {c\d false false} @2:14 MATCH_DRIVER`,
			}, nil},
		{"MATCH_PATH=pci-0000:00:*", []string{"match.path {pci-0000:00:* false false} @2:12 MATCH_PATH"}, nil},
		{"MATCH_KERNEL_COMMAND_LINE='!a b=c'",
			[]string{
				"match.kernel-command-line {a true true} @2:27 MATCH_KERNEL_COMMAND_LINE",
				"match.kernel-command-line {b=c false false} @2:27 MATCH_KERNEL_COMMAND_LINE",
			}, nil},
		{"MATCH_DRIVER='a |!'", []string{"rejected", "match.driver {a false false} @2:14 MATCH_DRIVER"},
			[]string{`2:14: error: MATCH_DRIVER: "|!" has no pattern; the profile is not applied [value]`}},
		bad("MATCH_INTERFACE_NAME", "22"), bad("MATCH_DRIVER", "14"), bad("MATCH_PATH", "12"), bad("MATCH_KERNEL_COMMAND_LINE", "27"),
	}
}
