package main

// wanted are the modules that the guest has loaded when the tests begin, beside
// those they depend on: first what the rig itself needs, then everything that
// netonce makes or that the tests look with. Nothing loads a module later. Some make
// a first link of their own that no host with modprobe.d as distributions have it gets.
var wanted = []string{
	"virtio_ring", "virtio", "virtio_pci", "virtio_console", "virtio_rng",
	"virtio_net", "e1000", "e1000e",
	"ipv6", "af_packet",
	"veth", "dummy numdummies=0", "ifb numifbs=0", "tun",
	"bonding max_bonds=0", "8021q", "vrf",
	"stp", "garp", "mrp", "llc", "bridge", "br_netfilter",
	"team", "team_mode_activebackup", "team_mode_broadcast", "team_mode_loadbalance",
	"team_mode_random", "team_mode_roundrobin",
	"macvlan", "macvtap", "ipvlan", "ipvtap", "macsec", "wireguard",
	"vxlan", "geneve", "ipip", "ip_gre", "sit", "ip6_tunnel", "ip6_gre",
	"ip_vti", "ip6_vti",
	"ib_ipoib", "netdevsim",
	"sch_fq_codel", "sch_fq", "sch_sfq", "sch_tbf", "sch_prio", "sch_htb",
	"sch_netem", "sch_ingress", "sch_mqprio",
	"cls_u32", "cls_matchall", "cls_basic", "cls_fw", "cls_flower",
	"act_mirred", "act_simple", "act_gact",
	"crc32c_generic", "nf_tables",
}
