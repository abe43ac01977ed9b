package resolv

import "testing"

func TestDecide(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		facts facts
		mode  Mode
		write bool
		why   string
	}{
		{"no file, nothing to say", facts{empty: true}, ModeNone, false,
			"mode=none reason=nothing-to-say rc=none"},
		{"no file", facts{}, ModeFile, true, "mode=file reason=writable rc=none"},
		{"nobody's file, nothing to say", facts{empty: true, kind: kindRegular}, ModeNone, false,
			"mode=none reason=nothing-to-say rc=regular"},
		{"nobody's file", facts{kind: kindRegular}, ModeFile, true, "mode=file reason=writable rc=regular"},
		{"ours", facts{kind: kindRegular, origin: origin{ours: true}}, ModeFile, true,
			"mode=file reason=writable rc=regular by=netonce"},
		{"ours already", facts{kind: kindRegular, origin: origin{ours: true}, same: true}, ModeFile, false,
			"mode=file reason=writable rc=regular by=netonce"},
		{"ours, withdrawn", facts{empty: true, kind: kindRegular, origin: origin{ours: true}}, ModeFile, true,
			"mode=file reason=withdrawn rc=regular by=netonce"},
		{"NetworkManager's", facts{kind: kindRegular, origin: origin{generator: "NetworkManager"}}, ModeFile, true,
			"mode=file reason=writable rc=regular by=NetworkManager"},
		{"dhclient's", facts{kind: kindRegular, origin: origin{generator: "dhclient-script"}}, ModeFile, true,
			"mode=file reason=writable rc=regular by=dhclient-script"},
		{"resolvconf's", facts{kind: kindRegular, origin: origin{generator: "resolvconf"}}, ModeRespected, false,
			"mode=respected reason=other-generator rc=regular by=resolvconf"},
		{"a container's", facts{kind: kindRegular, mount: true}, ModeRespected, false,
			"mode=respected reason=mount-point rc=regular"},
		{"a mount that was ours once", facts{kind: kindRegular, mount: true, origin: origin{ours: true}}, ModeRespected, false,
			"mode=respected reason=mount-point rc=regular by=netonce"},
		{"a directory", facts{kind: kindOther}, ModeRespected, false, "mode=respected reason=not-a-file rc=special"},
		{"resolved", facts{kind: kindLink, link: "/run/systemd/resolve/stub-resolv.conf", resolved: true}, ModeResolved, false,
			"mode=resolved reason=resolved-link rc=link link=/run/systemd/resolve/stub-resolv.conf"},
		{"resolved's static file", facts{kind: kindLink, link: "/usr/lib/systemd/resolv.conf", resolved: true}, ModeResolved, false,
			"mode=resolved reason=resolved-link rc=link link=/usr/lib/systemd/resolv.conf"},
		{"resolved, nothing to say", facts{empty: true, kind: kindLink, link: "/run/systemd/resolve/resolv.conf"}, ModeNone, false,
			"mode=none reason=nothing-to-say rc=link link=/run/systemd/resolve/resolv.conf"},
		{"resolved, to be cleared", facts{empty: true, kind: kindLink, link: "/run/systemd/resolve/resolv.conf", resolved: true}, ModeResolved, false,
			"mode=resolved reason=resolved-link rc=link link=/run/systemd/resolve/resolv.conf"},
		{"the bus does not answer", facts{kind: kindLink, link: "/run/systemd/resolve/resolv.conf", timeout: true}, ModeUnanswered, false,
			"mode=unanswered reason=bus-timeout rc=link link=/run/systemd/resolve/resolv.conf limit=1s " +
				`hint="netonce reload hands the servers over once the bus answers"`},
		{"resolved is not there", facts{kind: kindLink, link: "/run/systemd/resolve/resolv.conf", dangling: true}, ModeRespected, false,
			`mode=respected reason=resolved-not-running rc=link link=/run/systemd/resolve/resolv.conf dangling=true ` +
				`hint="start systemd-resolved, or remove the link and netonce writes the file"`},
		{"NetworkManager's link", facts{kind: kindLink, link: "/run/NetworkManager/resolv.conf", dangling: true}, ModeRespected, false,
			`mode=respected reason=foreign-link rc=link link=/run/NetworkManager/resolv.conf dangling=true ` +
				`hint="NetworkManager is gone: remove the link and netonce writes the file"`},
		{"NetworkManager's live link", facts{kind: kindLink, link: "/run/NetworkManager/resolv.conf"}, ModeRespected, false,
			"mode=respected reason=foreign-link rc=link link=/run/NetworkManager/resolv.conf"},
		{"another link", facts{kind: kindLink, link: "/etc/my conf\n"}, ModeRespected, false,
			`mode=respected reason=foreign-link rc=link link="/etc/my conf\n"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := decide(tt.facts)
			if d.mode != tt.mode || d.write != tt.write {
				t.Errorf("mode %v write %v, want %v %v", d.mode, d.write, tt.mode, tt.write)
			}
			if string(d.why) != tt.why {
				t.Errorf("why\n %s, want\n %s", d.why, tt.why)
			}
		})
	}
}
