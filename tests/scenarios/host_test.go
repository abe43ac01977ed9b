package scenarios_test

import (
	"encoding/json"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// layout is lab.json.
type layout struct {
	About    string   `json:"about"`
	Links    []link   `json:"links"`
	Switches []bridge `json:"switches"`
	DHCP     []server `json:"dhcp"`
	Routers  []router `json:"routers"`
	Awaits   []string `json:"awaits"` // facts that come from routers after netonce has ended
}

// router sends advertisements at the other end of a link.
type router struct {
	On     string       `json:"on"`
	Prefix netip.Prefix `json:"prefix"`
}

type link struct {
	Name string   `json:"name"`
	MAC  string   `json:"mac"`
	Peer []string `json:"peer"` // addresses of the other end
}

// bridge joins the other ends of links.
type bridge struct {
	Name      string   `json:"name"`
	Ports     []string `json:"ports"`
	Addresses []string `json:"addresses"`
}

// server is a DHCP server at the other end of a link or on a switch.
type server struct {
	On      string                  `json:"on"`
	Address netip.Addr              `json:"address"`
	Leases  map[string]netip.Prefix `json:"leases"`
	Router  netip.Addr              `json:"router"`
	DNS     []netip.Addr            `json:"dns"`
	Domain  string                  `json:"domain"`
	Routes  [][2]string             `json:"routes"` // destination and gateway
}

// makeHost builds what a folder describes.
func makeHost(t *testing.T, folder string) (*lab.Host, layout) {
	t.Helper()
	l := readLayout(t, filepath.Join(folder, "lab.json"))
	h := lab.New(t)
	if err := os.CopyFS(h.Path("etc"), os.DirFS(filepath.Join(folder, "etc"))); err != nil {
		t.Fatal(err)
	}
	for _, c := range l.Links {
		mac, err := net.ParseMAC(c.MAC)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		h.CableWith(c.Name, mac)
		for _, a := range c.Peer {
			h.Peer(c.Name, a)
		}
	}
	for _, b := range l.Switches {
		h.Switch(b.Name, b.Ports...)
		for _, a := range b.Addresses {
			h.Peer(b.Name, a)
		}
	}
	for _, s := range l.DHCP {
		h.Serve(s.On, lab.DHCP{Address: s.Address, Leases: s.Leases, Lifetime: time.Hour, Options: s.options(t)})
	}
	for _, r := range l.Routers {
		h.Router(r.On, lab.Advertisement{Prefix: r.Prefix})
	}
	return h, l
}

func readLayout(t *testing.T, path string) (l layout) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return l
}

func (s server) options(t *testing.T) (list []dhcpv4.Option) {
	t.Helper()
	if s.Router.IsValid() {
		list = append(list, dhcpv4.OptRouter(s.Router.AsSlice()))
	}
	var dns []net.IP
	for _, a := range s.DNS {
		dns = append(dns, a.AsSlice())
	}
	if len(dns) > 0 {
		list = append(list, dhcpv4.OptDNS(dns...))
	}
	if s.Domain != "" {
		list = append(list, dhcpv4.OptDomainName(s.Domain))
	}
	var routes dhcpv4.Routes
	for _, r := range s.Routes {
		_, to, err := net.ParseCIDR(r[0])
		if err != nil {
			t.Fatalf("%v", err)
		}
		routes = append(routes, &dhcpv4.Route{Dest: to, Router: net.ParseIP(r[1])})
	}
	if len(routes) > 0 {
		list = append(list, dhcpv4.OptClasslessStaticRoute(routes...))
	}
	return list
}
