package lab

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Shown is a link as ip -d -j link shows it.
type Shown struct {
	Index  int    `json:"ifindex"`
	Name   string `json:"ifname"`
	Link   string `json:"link"`
	Master string `json:"master"`
	Info   struct {
		Kind string         `json:"info_kind"`
		Data map[string]any `json:"info_data"`
		Port map[string]any `json:"info_slave_data"`
	} `json:"linkinfo"`
}

// Links lists the host's links as ip(8) shows them.
func (h *Host) Links() (list []Shown) {
	h.t.Helper()
	r := h.Other("ip", "-d", "-j", "link", "show")
	if err := json.Unmarshal([]byte(r.Out), &list); err != nil {
		h.t.Fatalf("ip: %v: %s%s", err, r.Out, r.Log)
	}
	return list
}

// LinkFacts lists what ip(8) says of the kinds of links, their options and their
// places in stacks, as Facts does: "link bond0 data miimon 100".
func (h *Host) LinkFacts() (list []string) {
	h.t.Helper()
	add := func(words ...string) { list = append(list, "link "+strings.Join(words, " ")) }
	for _, l := range h.Links() {
		if l.Name == "lo" {
			continue
		}
		if l.Info.Kind != "" {
			add(l.Name, "kind", l.Info.Kind)
		}
		if l.Master != "" {
			add(l.Name, "master", l.Master)
		}
		if l.Link != "" && l.Info.Kind != "veth" {
			add(l.Name, "parent", l.Link)
		}
		for k, v := range l.Info.Data {
			add(l.Name, "data", k, flat(v))
		}
		for k, v := range l.Info.Port {
			add(l.Name, "port", k, flat(v))
		}
	}
	slices.Sort(list)
	return list
}

// VLANFacts lists what bridge(8) says of the VLANs of bridges and their ports, by
// ranges: "vlan eth1 7 PVID,Egress Untagged".
func (h *Host) VLANFacts() (list []string) {
	h.t.Helper()
	r := h.Other("bridge", "-j", "vlan", "show")
	var shown []struct {
		Name  string `json:"ifname"`
		VLANs []struct {
			ID    int      `json:"vlan"`
			Flags []string `json:"flags"`
		} `json:"vlans"`
	}
	if err := json.Unmarshal([]byte(r.Out), &shown); err != nil {
		h.t.Fatalf("bridge: %v: %s%s", err, r.Out, r.Log)
	}
	for _, l := range shown {
		for n := 0; n < len(l.VLANs); {
			first, last := l.VLANs[n], l.VLANs[n]
			for n++; n < len(l.VLANs) && l.VLANs[n].ID == last.ID+1 && slices.Equal(l.VLANs[n].Flags, first.Flags); n++ {
				last = l.VLANs[n]
			}
			line := fmt.Sprint("vlan ", l.Name, " ", first.ID)
			if last.ID > first.ID {
				line += fmt.Sprint("-", last.ID)
			}
			list = append(list, strings.TrimSpace(line+" "+strings.Join(first.Flags, ",")))
		}
	}
	return list
}

// flat writes a value of JSON in a line.
func flat(v any) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case []any:
		var list []string
		for _, x := range v {
			list = append(list, flat(x))
		}
		return strings.Join(list, ",")
	case map[string]any:
		var list []string
		for k, x := range v {
			list = append(list, k+" "+flat(x))
		}
		slices.Sort(list)
		return strings.Join(list, " ")
	}
	return fmt.Sprint(v)
}
