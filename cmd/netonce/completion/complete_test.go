package completion_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/cmd/netonce/completion"
)

func source() completion.Source {
	return completion.Source{
		Commands: []string{"boot", "check", "down", "up"}, OfProfiles: []string{"up", "down"}, Flags: []string{"--root", "-v"},
		Profiles:   func() []string { return []string{"lan", "Lab: DHCP port"} },
		Interfaces: func() []string { return []string{"eth0", "lo"} },
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string // words with '|' between
		want []string
	}{
		{"netonce|b", []string{"boot"}},
		{"netonce|co", []string{"connection"}},
		{"nmcli|b", nil},
		{"netonce|up|", []string{"Lab: DHCP port", "lan"}},
		{"netonce|check|", nil},
		{"netonce|--ro", []string{"--root"}},
		{"nmcli|--ro", []string{"--root"}},
		{"nmcli|-t|-f|NAME|con|sh", []string{"show"}},
		{"nmcli|c|up|la", []string{"lan"}},
		{"nmcli|c|up|ifname|", []string{"eth0", "lo"}},
		{"netonce|connection|modify|lan|ipv4.me", []string{"ipv4.method"}},
		{"netonce|connection|modify|id|lan|+ipv4.dns-s", []string{"+ipv4.dns-search"}},
		{"netonce|connection|modify|lan|-ipv", []string{"-ipv4.", "-ipv6."}},
		{"netonce|connection|modify|lan|ethernet.mt", []string{"ethernet.mtu"}},
		{"netonce|connection|modify|lan|ipv4.method|m", []string{"manual"}},
		{"netonce|connection|modify|lan|autoconnect|", []string{"no", "yes"}},
		{"netonce|connection|add|type|br", []string{"bridge", "bridge-slave"}},
		{"netonce|connection|add|type|ethernet|ifname|", []string{"eth0", "lo"}},
		{"netonce|connection|add|type|ethernet|ip4|", nil},
		{"netonce|device|show|e", []string{"eth0"}},
		{"netonce|nonsense|x|", nil},
		{"netonce|connection|nonsense|", nil},
		{"netonce", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, source().Complete(strings.Split(tt.line, "|")), cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
			t.Errorf("%s: %s", tt.line, diff)
		}
	}
}

func FuzzComplete(f *testing.F) {
	f.Add("netonce con mod x +ipv4.")
	f.Add("nmcli -f -- - +")
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		for _, got := range source().Complete(words) {
			if !strings.HasPrefix(got, words[len(words)-1]) {
				t.Errorf("%q: offers %q", line, got)
			}
		}
	})
}

// The scripts are tried in the shells themselves, with a program that answers as
// netonce would.
func TestScripts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := "#!/bin/sh\nshift; printf '%s\\n' \"$#\" >" + filepath.Join(dir, "words") + "\nprintf '%s\\n' 'Lab: DHCP port' lan\n"
	if err := os.WriteFile(filepath.Join(dir, "netonce"), []byte(program), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, shell := range completion.Shells() {
		if err := os.WriteFile(filepath.Join(dir, shell), []byte(completion.Script(shell)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asks := map[string][]string{
		"bash": {"bash", "-c", `. "$0/bash"; COMP_WORDS=(netonce up ''); COMP_CWORD=2; compopt() { :; }; _netonce; printf '%s\n' "${COMPREPLY[@]}"`, dir},
		"zsh":  {"zsh", "-f", "-c", `compdef() { :; }; compadd() { shift 2; print -l -- "${(@P)1:-}" "${(@)found}"; }; . $0/zsh; words=(netonce up ''); CURRENT=3; _netonce`, dir},
		"fish": {"fish", "--no-config", "-c", `source $argv[1]/fish; complete -C "netonce up "`, dir},
	}
	for shell, ask := range asks {
		c := exec.Command(ask[0], ask[1:]...)
		c.Env = append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"), "HOME="+dir)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v: %s", shell, err, out)
			continue
		}
		got := strings.Fields(strings.ReplaceAll(string(out), `\`, ""))
		if !slices.Contains(got, "lan") || !slices.Contains(got, "Lab:") {
			t.Errorf("%s offers %q", shell, out)
		}
	}
}
