package apply_test

import (
	"errors"
	"net"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/apply"
	"netonce/apply/kernel/kerneltest"
	"netonce/apply/network"
)

// fakeTeams is teamd on a host that is made up.
type fakeTeams struct {
	kernel *kerneltest.Kernel
	noted  map[string]string
	asked  []string
	err    error // answer to Start
}

func (f *fakeTeams) Start(team, config string) error {
	f.asked = append(f.asked, "start "+team+" "+config)
	f.kernel.AddLink(network.Link{Name: team, Kind: "team", Ethernet: true, MAC: net.HardwareAddr{2, 0, 0, 2, 0, 1}, Carrier: true})
	if f.err != nil { // and leaves the link, as teamd does
		return f.err
	}
	f.noted = map[string]string{team + ":": config}
	return nil
}

func (f *fakeTeams) Stop(team string) error {
	f.asked = append(f.asked, "stop "+team)
	f.kernel.RemoveLink(team)
	f.noted = nil
	return nil
}

func (f *fakeTeams) SetPort(team, port, config string) error {
	f.asked = append(f.asked, "port "+team+" "+port+" "+config)
	f.noted[team+":"+port] = config
	return nil
}

func (f *fakeTeams) Config(team, port string) string { return f.noted[team+":"+port] }

// wantAsked checks what teamd was asked for since the last time.
func (f *fakeTeams) wantAsked(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, f.asked); diff != "" {
		t.Errorf("teamd (-want +got):\n%s", diff)
	}
	f.asked = nil
}

func teamFiles() files {
	return files{
		"ifcfg-team0":   "DEVICE=team0\nDEVICETYPE=Team\nTEAM_CONFIG='{\"runner\": {\"name\": \"activebackup\"}, \"ports\": {\"eth2\": {\"prio\": 9}}, \"device\": \"other\"}'\nIPADDR=192.0.2.1\nPREFIX=24\n",
		"ifcfg-eth1":    "DEVICE=eth1\nDEVICETYPE=TeamPort\nTEAM_MASTER=team0\nTEAM_PORT_CONFIG='{ \"prio\": 100 }'\n",
		"ifcfg-eth2":    "DEVICE=eth2\nTEAM_MASTER=team0\n",
		"ifcfg-eth3":    "DEVICE=eth3\nIPADDR=198.51.100.1\nPREFIX=24\n",
		"ifcfg-team0.5": "DEVICE=team0.5\nVLAN=yes\nIPADDR=203.0.113.1\nPREFIX=24\n",
	}
}

// teamd makes the team, is told of the ports and takes the team with it. What changes in
// a port's settings costs the team nothing, what changes in its own makes it anew.
func TestTeam(t *testing.T) {
	t.Parallel()
	up := eth("eth1", 1)
	up.Up = true
	h := newHost(t, up, eth("eth2", 2), eth("eth3", 3))
	f := teamFiles()
	const start = `start team0 {"device":"team0","runner":{"name":"activebackup"}}`
	h.clean(apply.Boot, f)
	h.teams.wantAsked(t, start, `port team0 eth1 {"prio":100}`, `port team0 eth2 {"prio":9}`)
	commands := h.kernel.Commands()
	down, join := slices.Index(commands, "ip link set dev eth1 down"), slices.Index(commands, "ip link set dev eth1 master team0")
	if other := slices.IndexFunc(commands, func(s string) bool { return strings.Contains(s, "198.51.100.1/24") }); down < 0 || join < down || other < 0 || other > down {
		t.Errorf("not down before it joins, or the others wait: %q", commands)
	}
	team := link(t, h, "team0").Index
	if link(t, h, "eth1").Master != team || link(t, h, "eth2").Master != team || link(t, h, "team0.5").Parent != team {
		t.Errorf("%q", h.state())
	}
	h.unchanged(f)
	h.teams.wantAsked(t)

	f["ifcfg-eth1"] = "DEVICE=eth1\nTEAM_MASTER=team0\n"
	h.clean(apply.Reload, f)
	h.teams.wantAsked(t, "port team0 eth1 {}")
	f["ifcfg-team0"] = strings.Replace(f["ifcfg-team0"], "activebackup", "lacp", 1)
	h.clean(apply.Reload, f)
	h.teams.wantAsked(t, "stop team0", strings.Replace(start, "activebackup", "lacp", 1), `port team0 eth2 {"prio":9}`)
	h.unchanged(f)

	delete(f, "ifcfg-team0")
	delete(f, "ifcfg-eth1")
	delete(f, "ifcfg-eth2")
	delete(f, "ifcfg-team0.5")
	h.clean(apply.Reload, f)
	h.teams.wantAsked(t, "stop team0")
	if link(t, h, "eth1").Master != 0 {
		t.Error("eth1 is still a port")
	}
}

// Without teamd the team is told of with its line, its ports keep what they have, and
// the rest of the host is configured.
func TestTeamWithoutTeamd(t *testing.T) {
	t.Parallel()
	h := newHost(t, eth("eth1", 1), eth("eth2", 2), eth("eth3", 3))
	h.clean(apply.Boot, files{"ifcfg-eth1": "DEVICE=eth1\nIPADDR=192.0.2.77\nPREFIX=24\nDNS1=192.0.2.53\n"})
	h.teams.err = errors.New("teamd is not installed")
	r := h.run(apply.Reload, teamFiles())
	wantErrors(t, r,
		"ifcfg-team0:2:12: DEVICETYPE: teamd -t team0 -c {\"device\":\"team0\",\"runner\":{\"name\":\"activebackup\"}}: teamd is not installed",
		"ifcfg-eth1:3:13: TEAM_MASTER: eth1 needs team0, which could not be made; it is left as it is",
		"ifcfg-eth2:2:13: TEAM_MASTER: eth2 needs team0, which could not be made; it is left as it is",
		"ifcfg-team0.5: team0.5 needs team0, which could not be made")
	if all := strings.Join(h.state(), "\n"); !strings.Contains(all, "192.0.2.77/24") || !strings.Contains(all, "198.51.100.1/24") {
		t.Error(all)
	}
	if len(h.sources) != 3 || len(h.sources[0].Servers) != 1 {
		t.Errorf("name servers: %+v", h.sources)
	}
	h.wantLogged(r)
	if s, err := h.kernel.Snapshot(nil); err != nil || s.Interface("team0") != nil {
		t.Errorf("team0 is there: %v", err)
	}
	h.teams.err = nil
	h.clean(apply.Reload, teamFiles())
	if all := strings.Join(h.state(), "\n"); strings.Contains(all, "192.0.2.77/24") || link(t, h, "eth1").Master == 0 {
		t.Error(all)
	}
}

// Down ends a team that is ours and not one of somebody else's, whose configuration
// nobody knows and which is taken as it is.
func TestTeamDown(t *testing.T) {
	t.Parallel()
	for _, foreign := range []bool{false, true} {
		h := newHost(t, eth("eth1", 1), eth("eth2", 2), eth("eth3", 3))
		if foreign {
			h.kernel.AddLink(network.Link{Name: "team0", Kind: "team", Ethernet: true, MAC: net.HardwareAddr{2, 0, 0, 2, 0, 1}, Carrier: true})
			h.teams.noted = map[string]string{}
		}
		h.clean(apply.Boot, teamFiles())
		h.teams.asked = nil
		h.clean(apply.Down, teamFiles(), "team0")
		if foreign {
			h.teams.wantAsked(t)
		} else {
			h.teams.wantAsked(t, "stop team0")
		}
	}
}
