package ifcfg

// stackedKeys are the keys of links on top of others, bonds and bridges apart.
func stackedKeys() []Key { return rows(stackedTable) }

const stackedTable = `
= VLAN
VLAN | boolean | no | The profile describes a VLAN interface. | kinds=Vlan
VID | number 0..4095 |  | VLAN number, as the old scripts have it. | scripts strict kinds=Vlan instead=VLAN_ID
VLAN_ID | number 0..4095 | from DEVICE | VLAN number. | nm strict kinds=Vlan
PHYSDEV | interface-or-uuid | DEVICE up to the dot | Interface underneath. | kinds=Vlan,InfiniBand,Macvlan,Ipvlan,Vxlan,tunnels
VLAN_PROTOCOL | word 802.1Q 802.1ad | 802.1Q | Protocol of the tag. | nm kinds=Vlan
REORDER_HDR | boolean | yes | Hide the tag from programs. | not-applied nothing=yes kinds=Vlan instead=VLAN_FLAGS | NetworkManager never read it
GVRP | boolean | no | Register the VLAN with switches by GVRP. | kinds=Vlan
MVRP | boolean | no | Register the VLAN with switches by MVRP. | nm kinds=Vlan
VLAN_FLAGS | exact+, GVRP LOOSE_BINDING NO_REORDER_HDR |  | Flags of the VLAN interface. | nm kinds=Vlan
VLAN_INGRESS_PRIORITY_MAP | priorities+, |  | Priority of the tag to the kernel's. | nm kinds=Vlan
VLAN_EGRESS_PRIORITY_MAP | priorities+, |  | The kernel's priority to that of the tag. | kinds=Vlan
= other controllers
TEAM_CONFIG | json | {} | Settings of a team for teamd.conf(5), whose program teamd has to be installed; makes a team of the profile. | strict kinds=Team
TEAM_MASTER | interface-or-uuid |  | Team that the interface is a port of.
TEAM_MASTER_UUID | uuid |  | Profile of that team; goes before TEAM_MASTER. | nm
TEAM_PORT_CONFIG | json | what TEAM_CONFIG has under ports | Settings of the port for teamd. | nm strict
OVS_PORT | text |  | Open vSwitch port that the interface belongs to. | nm blocking | ports of a controller are not built yet
OVS_PORT_UUID | uuid |  | Profile of that port; goes before OVS_PORT. | nm blocking | ports of a controller are not built yet
VRF | interface-or-uuid |  | VRF that the interface is a port of. | nm
VRF_UUID | uuid |  | Profile of that VRF; goes before VRF. | nm
= InfiniBand
CONNECTED_MODE | boolean | no | Connected mode in place of datagrams. | nm kinds=InfiniBand
PKEY | boolean | no | The profile describes a partition. | nm kinds=InfiniBand
PKEY_ID | hex 0..65535 |  | Partition key, the membership bit added. | nm strict kinds=InfiniBand
PKEY_ID_NM | hex 0..65535 |  | Partition key as it is; goes before PKEY_ID. | nm strict kinds=InfiniBand
`
