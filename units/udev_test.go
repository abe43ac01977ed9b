package units_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

const rulesFile = "udev/85-netonce.rules"

// rule is a line of a rules file, udev(7): all of its comparisons have to hold for its
// assignments to be made.
type rule []struct{ key, op, value string }

// rules reads a rules file and fails on what udev would not understand.
func rules(t *testing.T) (list []rule) {
	t.Helper()
	text, err := os.ReadFile(rulesFile)
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`^([A-Z]+(?:\{[^}]+\})?)(==|!=|\+=|=)"([^"]*)"(?:, |$)`)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var r rule
		for rest := line; rest != ""; {
			m := token.FindStringSubmatch(rest)
			if m == nil {
				t.Fatalf("%s: not a rule: %s", rulesFile, rest)
			}
			r = append(r, struct{ key, op, value string }{m[1], m[2], m[3]})
			rest = rest[len(m[0]):]
		}
		list = append(list, r)
	}
	return list
}

// device is what udev tells of an event.
type device struct {
	action, subsystem, path, name string
	commandLine                   string // value of netonce=
	files                         map[string]bool
}

// wants goes through the rules as udev does and returns what systemd is to start.
func (d device) wants(t *testing.T, list []rule) string {
	t.Helper()
	has := map[string]string{"ACTION": d.action, "SUBSYSTEM": d.subsystem, "DEVPATH": d.path}
	wants, label := "", ""
rules:
	for _, r := range list {
		for _, e := range r {
			holds := true
			switch {
			case e.key == "LABEL":
				if label == e.value {
					label = ""
				}
			case label != "":
			case e.key == "TEST":
				holds = d.files[e.value] == (e.op == "==")
			case e.op == "==" || e.op == "!=":
				prefix, glob := strings.CutSuffix(e.value, "*")
				same := has[e.key] == e.value || glob && strings.HasPrefix(has[e.key], prefix)
				holds = same == (e.op == "==")
			case e.key == "IMPORT{cmdline}":
				has["ENV{"+e.value+"}"] = d.commandLine
			case e.key == "GOTO":
				label = e.value
			case e.key == "ENV{SYSTEMD_WANTS}":
				wants = strings.ReplaceAll(e.value, "$name", d.name)
			case e.key != "TAG" || e.value != "systemd":
				t.Fatalf("%s: what is %s%s?", rulesFile, e.key, e.op)
			}
			if !holds {
				continue rules
			}
		}
	}
	if label != "" {
		t.Errorf("%s: no label %s", rulesFile, label)
	}
	return wants
}

// An instance is started for a card that comes or gets its name after netonce.service
// has looked, and for nothing else.
func TestRulesStartTheDevicesUnit(t *testing.T) {
	t.Parallel()
	list := rules(t)
	ran := map[string]bool{"/run/netonce": true}
	const card = "/devices/pci0000:00/0000:00:03.0/virtio2/net/eth1"
	for name, test := range map[string]struct {
		device
		want string
	}{
		"a card that is plugged in":     {device{"add", "net", card, "ens3", "", ran}, "netonce-device@ens3.service"},
		"a card that was renamed":       {device{"move", "net", card, "ens3", "", ran}, "netonce-device@ens3.service"},
		"a card that is pulled out":     {device{"remove", "net", card, "ens3", "", ran}, ""},
		"a virtual link":                {device{"add", "net", "/devices/virtual/net/veth0", "veth0", "", ran}, ""},
		"a disk":                        {device{"add", "block", card, "ens3", "", ran}, ""},
		"before netonce.service":        {device{"add", "net", card, "ens3", "", nil}, ""},
		"switched off":                  {device{"add", "net", card, "ens3", "off", ran}, ""},
		"something else said to it all": {device{"add", "net", card, "ens3", "on", ran}, "netonce-device@ens3.service"},
	} {
		if got := test.wants(t, list); got != test.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	read(t, "netonce-device@.service") // the unit that is wanted is there
}

// An instance has to be inactive again when its card comes back.
func TestDevicesUnitCanBeStartedAgain(t *testing.T) {
	t.Parallel()
	text := read(t, "netonce-device@.service")
	unit, service := strings.Join(section(t, text, "Unit"), "\n"), strings.Join(section(t, text, "Service"), "\n")
	if strings.Contains(service, "RemainAfterExit") || !strings.Contains(service, "Type=oneshot") {
		t.Error("it stays active")
	}
	for _, want := range []string{"StartLimitIntervalSec=0", "Requisite=netonce.service\nAfter=netonce.service"} {
		if !strings.Contains(unit, want) {
			t.Errorf("no %s", want)
		}
	}
}
