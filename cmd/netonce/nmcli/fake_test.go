package nmcli_test

import (
	"bytes"
	"io/fs"
	"net"
	"net/netip"
	"strings"
	"testing/fstest"
	"time"

	"netonce/apply"
	"netonce/apply/dhcp4"
	"netonce/apply/network"
	"netonce/apply/resolv"
	"netonce/apply/state"
	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// host is a machine in memory: files, and interfaces that are up as they are told.
type host struct {
	tree  fstest.MapFS
	up    map[string]string // profile by interface
	facts func(*nmcli.Facts)
	run   func(nmcli.Request) (*apply.Report, error) // instead of noting what is up
}

func newHost(files map[string]string) *host {
	h := &host{tree: fstest.MapFS{ifcfg.ScriptsDir: {Mode: fs.ModeDir}}, up: map[string]string{}}
	for name, text := range files {
		h.write(name, text)
	}
	return h
}

func (h *host) write(name, text string) {
	h.tree[ifcfg.ScriptsDir+"/"+name] = &fstest.MapFile{Data: []byte(text)}
}

// files are those of the profiles' directory.
func (h *host) files() map[string]string {
	files := map[string]string{}
	for path, f := range h.tree {
		if name, ok := strings.CutPrefix(path, ifcfg.ScriptsDir+"/"); ok {
			files[name] = string(f.Data)
		}
	}
	return files
}

func (h *host) Terminal() bool { return false }

func (h *host) Edit() (func(), error) { return func() {}, nil }

func (h *host) Files() (*ifcfg.Host, error) { return ifcfg.LoadKeeping(h.tree) }

func (h *host) Dir() property.Dir { return h }

func (h *host) Replace(name string, data []byte, _ bool) error {
	h.write(name, string(data))
	return nil
}

func (h *host) Remove(name string) error {
	path := ifcfg.ScriptsDir + "/" + name
	if h.tree[path] == nil {
		return fs.ErrNotExist
	}
	delete(h.tree, path)
	return nil
}

// Configure notes what is up: on the interface that the profile names.
func (h *host) Configure(r nmcli.Request) (*apply.Report, error) {
	if h.run != nil {
		return h.run(r)
	}
	files, err := h.Files()
	if err != nil {
		return nil, err
	}
	for _, name := range r.Profiles {
		for _, p := range files.Profiles {
			switch {
			case p.File != name:
			case r.Mode == apply.Up:
				h.up[p.Device.Value] = name
			default:
				delete(h.up, p.Device.Value)
			}
		}
	}
	return &apply.Report{}, nil
}

// now is when the session was recorded.
func now() time.Time { return time.Unix(1795444339, 0).UTC() }

func (h *host) Facts() (*nmcli.Facts, error) {
	f := &nmcli.Facts{
		Now: now(), Hostname: "vm", Network: network.NewSnapshot(), Owned: state.Owned{},
		Leases:  map[string]state.Lease{"eth2": {Lease: lease()}},
		Drivers: map[string]nmcli.Driver{},
	}
	f.Network.SetLink(network.Link{Index: 1, Name: "lo", Loopback: true, MAC: make(net.HardwareAddr, 6), MTU: 65536, Up: true, Carrier: true})
	for i, name := range []string{"eth1", "eth2", "eth3"} {
		f.Network.SetLink(network.Link{Index: 2 + i, Name: name, Kind: "veth", Ethernet: true, MAC: net.HardwareAddr{2, 0, 0, 0, 0, byte(1 + i)},
			MTU: 1500, Up: true, Carrier: true})
		f.Drivers[name] = nmcli.Driver{Name: "veth", Version: "1.0"}
	}
	if h.tree[ifcfg.ScriptsDir+"/ifcfg-br7"] != nil {
		f.Network.SetLink(network.Link{Index: 5, Name: "br7", Kind: "bridge", Ethernet: true, MTU: 1500, Up: true, Carrier: true})
	}
	address(f, "lo", "127.0.0.1/8")
	address(f, "lo", "::1/128")
	for name, profile := range h.up {
		f.Owned[name] = state.Interface{Profile: profile, DNS: servers()[name]}
		for _, a := range addresses()[name] {
			address(f, name, a)
		}
		for _, r := range routes() {
			if r.Interface == name {
				f.Network.AddRoute(r)
			}
		}
	}
	if h.facts != nil {
		h.facts(f)
	}
	return f, nil
}

func address(f *nmcli.Facts, name, prefix string) {
	f.Network.SetAddress(network.Address{Interface: name, Prefix: netip.MustParsePrefix(prefix), Valid: network.Forever, Preferred: network.Forever})
}

func addresses() map[string][]string {
	return map[string][]string{
		"eth1": {"192.0.2.10/24", "fe80::ff:fe00:1/64"},
		"eth2": {"198.51.100.50/24", "fe80::ff:fe00:2/64"},
	}
}

func routes() []network.Route {
	route := func(device, to, via string, metric uint32) network.Route {
		r := network.Route{Interface: device, Destination: netip.MustParsePrefix(to), Metric: metric, Table: network.TableMain, Type: network.Unicast}
		if via != "" {
			r.Gateway = netip.MustParseAddr(via)
		}
		return r
	}
	return []network.Route{
		route("eth1", "0.0.0.0/0", "192.0.2.1", 100), route("eth1", "192.0.2.0/24", "", 100), route("eth1", "fe80::/64", "", 256),
		route("eth2", "198.51.100.0/24", "", 101), route("eth2", "0.0.0.0/0", "198.51.100.1", 101), route("eth2", "fe80::/64", "", 256),
	}
}

func servers() map[string][]resolv.Source {
	addrs := func(texts ...string) (list []netip.Addr) {
		for _, s := range texts {
			list = append(list, netip.MustParseAddr(s))
		}
		return list
	}
	return map[string][]resolv.Source{
		"eth1": {{Origin: "static", Servers: addrs("192.0.2.53", "198.51.100.53"), Search: []string{"example.org", "corp.example.org"}}},
		"eth2": {{Origin: "dhcp4", Servers: addrs("198.51.100.53")}},
	}
}

func lease() dhcp4.Lease {
	gateway := netip.MustParseAddr("198.51.100.1")
	return dhcp4.Lease{
		Address: netip.MustParsePrefix("198.51.100.50/24"), Broadcast: netip.MustParseAddr("198.51.100.255"), Server: gateway,
		Routers: []netip.Addr{gateway}, DNS: []netip.Addr{netip.MustParseAddr("198.51.100.53")}, Hostname: "vm",
		ClientID: []byte{1, 2, 0, 0, 0, 0, 2}, Lifetime: time.Hour, T1: time.Hour / 2, T2: time.Hour / 8 * 7,
	}
}

// nmcli runs a command line.
func (h *host) nmcli(line string) (out, errOut string, code int) {
	var o, e bytes.Buffer
	code = nmcli.Run(splitLine(line)[0], splitLine(line)[1:], func(nmcli.Own) nmcli.System { return h }, &o, &e)
	return o.String(), e.String(), code
}

// splitLine splits at blanks that no double quotes protect.
func splitLine(line string) []string {
	var words []string
	word, quoted, begun := "", false, false
	for _, c := range line + " " {
		switch {
		case c == '"':
			quoted, begun = !quoted, true
		case c == ' ' && !quoted:
			if begun {
				words = append(words, word)
			}
			word, begun = "", false
		default:
			word, begun = word+string(c), true
		}
	}
	return words
}
