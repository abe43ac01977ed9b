//go:build vm

package links_test

import (
	"encoding/json"
	"strings"
	"testing"

	"netonce/tests/lab"
)

// A team by the teamd of a distribution, started as it is: no systemd runs here. Packets
// pass, a port that is already up joins, settings of a port change in place and those of
// the team make it anew; with the profiles teamd goes.
func TestTeam(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Peer("eth1", "192.0.2.2/24")
	other(t, h, "link", "set", "eth1", "up")
	team := func(runner string) {
		h.Profile("ifcfg-team0", "DEVICE=team0", "DEVICETYPE=Team", `TEAM_CONFIG='{"runner": {"name": "`+runner+`"}, "link_watch": {"name": "ethtool"}}'`, "IPADDR=192.0.2.1", "PREFIX=24")
	}
	port := func(config string) {
		h.Profile("ifcfg-eth1", "DEVICE=eth1", "DEVICETYPE=TeamPort", "TEAM_MASTER=team0", "TEAM_PORT_CONFIG='"+config+"'")
	}
	team("activebackup")
	port(`{"prio": 100}`)
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "TEAM_MASTER=team0")
	h.Profile("ifcfg-team0.5", "DEVICE=team0.5", "VLAN=yes", "IPADDR=198.51.100.1", "PREFIX=24")
	log := boot(t, h, "boot")
	has(t, h, []string{"link team0 kind team", "link eth1 master team0", "link eth2 master team0", "addr team0 192.0.2.1/24", "addr team0.5 198.51.100.1/24"})
	if c := teamState(t, h); c.Runner.ActivePort != "eth1" || portPriority(t, h) != 100 {
		t.Fatalf("%+v, priority %v\n%s", c, portPriority(t, h), log)
	}
	quiet(t, h, "boot")
	passing(t, h, "192.0.2.2", func() {
		port(`{"prio": 70}`)
		boot(t, h, "reload")
	})
	if got := portPriority(t, h); got != 70 {
		t.Errorf("priority %v", got)
	}
	team("roundrobin")
	boot(t, h, "reload")
	if c := teamState(t, h); c.Setup.Runner != "roundrobin" {
		t.Errorf("%+v", c)
	}
	has(t, h, []string{"link eth1 master team0", "link eth2 master team0", "addr team0 192.0.2.1/24", "addr team0.5 198.51.100.1/24"})
	quiet(t, h, "reload")

	command(t, h, "down", "team0")
	has(t, h, []string{"!link team0 kind", "!link eth1 master"})
	if r := h.Other("teamd", "-e", "-t", "team0"); r.Code == 0 {
		t.Error("teamd runs on")
	}
	command(t, h, "up", "team0")
	has(t, h, []string{"link eth1 master team0", "addr team0 192.0.2.1/24"})
	for _, name := range []string{"team0", "eth1", "eth2", "team0.5"} {
		h.Remove(lab.Profiles + "/ifcfg-" + name)
	}
	boot(t, h, "reload")
	has(t, h, []string{"!link team0 kind", "!link eth1 master"})
}

// What teamd does not take is told with its words and the profile's line; the ports keep
// what they have.
func TestTeamRefused(t *testing.T) {
	h := lab.New(t)
	h.Cables("eth1", "eth2")
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "IPADDR=192.0.2.1", "PREFIX=24")
	boot(t, h, "boot")
	h.Profile("ifcfg-team1", "DEVICE=team1", "TYPE=Team", `TEAM_CONFIG='{"runner": {"name": "none"}}'`)
	h.Profile("ifcfg-eth1", "DEVICE=eth1", "TEAM_MASTER=team1")
	h.Profile("ifcfg-eth2", "DEVICE=eth2", "IPADDR=198.51.100.1", "PREFIX=24")
	for range 2 {
		r := h.Netonce("reload")
		says(t, r, "ifcfg-team1:2:6: TYPE: teamd -t team1", "/usr/bin/teamd: exit status 1", "eth1 needs team1, which could not be made")
		has(t, h, []string{"addr eth1 192.0.2.1/24", "addr eth2 198.51.100.1/24", "!link team1 kind"})
	}
}

func command(t *testing.T, h *lab.Host, args ...string) {
	t.Helper()
	if r := h.Netonce(args...); r.Code != 0 {
		t.Fatalf("%s: exit %d\n%s", args, r.Code, r.Log)
	}
}

// teamStatus is what teamdctl(8) says of a team.
type teamStatus struct {
	Setup struct {
		Runner string `json:"runner_name"`
	} `json:"setup"`
	Runner struct {
		ActivePort string `json:"active_port"`
	} `json:"runner"`
}

func teamState(t *testing.T, h *lab.Host) (s teamStatus) {
	t.Helper()
	r := h.Other("teamdctl", "team0", "state", "dump")
	if err := json.Unmarshal([]byte(r.Out), &s); err != nil {
		t.Fatalf("%v: %s%s", err, r.Out, r.Log)
	}
	return s
}

func portPriority(t *testing.T, h *lab.Host) float64 {
	t.Helper()
	var c struct {
		Ports map[string]map[string]any `json:"ports"`
	}
	r := h.Other("teamdctl", "team0", "config", "dump", "actual")
	if err := json.Unmarshal([]byte(strings.TrimSpace(r.Out)), &c); err != nil {
		t.Fatalf("%v: %s%s", err, r.Out, r.Log)
	}
	n, _ := c.Ports["eth1"]["prio"].(float64)
	return n
}
