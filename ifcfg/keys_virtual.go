package ifcfg

// virtualKeys are the keys of virtual links that neither NetworkManager's ifcfg
// plugin nor the old scripts could describe. Their names follow the others': the
// kind, then the word of ip-link(8).
func virtualKeys() []Key { return rows(virtualTable) }

const virtualTable = `
= virtual links
VRF_TABLE | number 1..4294967295 |  | Routing table of the VRF. | netonce strict kinds=Vrf
MACVLAN_MODE | word private vepa bridge passthru source | bridge | Who of the links on one interface hears whom. | netonce kinds=Macvlan
IPVLAN_MODE | word l2 l3 l3s | l2 | Where the frames are sorted out. | netonce kinds=Ipvlan
VXLAN_ID | number 0..16777215 |  | Network number. | netonce strict kinds=Vxlan
VXLAN_LOCAL | ipv4 |  | Own address of the outer packets. | netonce kinds=Vxlan
VXLAN_REMOTE | ipv4 |  | Where unknown destinations are sent to, a host or a group. | netonce kinds=Vxlan
VXLAN_PORT | number 1..65535 | 4789 | UDP port of the outer packets. | netonce kinds=Vxlan
`
