package desired

import (
	"netonce/apply/network"
	"netonce/ifcfg"
)

// rules adds the profile's policy routing rules. They are the host's, and stand
// whether or not the interface has an address.
func (b *builder) rules() {
	for _, r := range b.p.Rules {
		because := r.Pos.String()
		if r.Key != "" {
			because += ": " + r.Key
		}
		b.Rules = append(b.Rules, Wanted[network.Rule]{rule(r), because})
	}
}

func rule(r ifcfg.Rule) network.Rule {
	action := ruleAction(r.Action)
	if action != network.RuleToTable {
		r.Table = 0 // has none to go on in
	}
	return network.Rule{
		Six: r.Six, Priority: network.Number(r.Priority), Not: r.Not,
		From: r.From, To: r.To, TOS: r.TOS, IPProto: r.IPProto,
		SourcePort: network.Range(r.SourcePort), DestPort: network.Range(r.DestPort),
		FWMark: r.FWMark, FWMask: r.FWMask, IIF: r.IIF, OIF: r.OIF,
		UIDs: network.Range(r.UIDs), TunnelID: r.TunnelID, L3MDev: r.L3MDev,
		Action: action, Table: r.Table, Goto: r.Goto, Realms: r.Realms,
		SuppressPrefixLen: network.Number(r.SuppressPrefixLen), SuppressIfgroup: network.Number(r.SuppressIfgroup),
		Protocol: network.Protocol(r.Protocol),
	}
}

func ruleAction(word ifcfg.RuleAction) network.RuleAction {
	for action, w := range network.RuleActions() {
		if w == string(word) {
			return action
		}
	}
	return network.RuleToTable
}
