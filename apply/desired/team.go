package desired

import (
	"encoding/json"

	"netonce/apply/network"
	"netonce/ifcfg"
)

// The configuration of a team is teamd's (teamd.conf(5)). It cannot be changed while
// teamd runs, but for that of the ports.
const teamConfig = "config"

// team has the link made by teamd. Ports are told to it one by one: of those that stand
// in its configuration it would start with none if one is missing (teamd_add_ports).
func (b *builder) team() {
	config, because := b.p.Setting("TEAM_CONFIG"), b.p.File
	if config.IsSet() {
		because = config.Because()
	}
	members := membersOf(config.Value)
	delete(members, "ports")
	members["device"], _ = json.Marshal(b.Name) // never fails
	text, _ := json.Marshal(members)
	b.option(teamConfig, string(text), because, TakesRemaking)
}

// teamPort is a port with the configuration that its own profile has for it.
func (b *builder) teamPort() {
	f := b.p.Setting("TEAM_PORT_CONFIG")
	text, _ := json.Marshal(membersOf(f.Value))
	b.portOption(teamConfig, string(text), f)
}

// OnTeam gives a port that has none the configuration that the profile of its team has
// for it.
func (i *Interface) OnTeam(p *ifcfg.Profile) {
	if p == nil || i.PortOf != "team" || !i.Port[0].Implied {
		return
	}
	f := p.Setting("TEAM_CONFIG")
	if config := membersOf(string(membersOf(f.Value)["ports"]))[i.Name]; config != nil {
		text, _ := json.Marshal(config)
		i.Port = []Setting{{Option: network.Option{Name: teamConfig, Value: string(text)}, Because: f.Because()}}
	}
}

// membersOf reads an object that the key table has checked. What stands in its members
// stays as it is written.
func membersOf(text string) map[string]json.RawMessage {
	members := map[string]json.RawMessage{}
	if json.Unmarshal([]byte(text), &members) != nil || members == nil {
		return map[string]json.RawMessage{}
	}
	return members
}
