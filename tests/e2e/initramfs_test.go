package e2e_test

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/insomniacslk/dhcp/dhcpv4"

	"netonce/tests/lab"
)

// image is a host that is in its initramfs, with a server that gives the first card an
// address and says where the root file system is.
func image(t *testing.T, line string, options ...dhcpv4.Option) (*lab.Host, *lab.Server) {
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Peer("eth0", "192.0.2.1/24")
	h.Remove(lab.Profiles)
	h.Write("proc/cmdline", line+"\n")
	config := oneLease()
	config.Options = append(config.Options, options...)
	return h, h.Serve("eth0", config)
}

// left lists the files below a directory of the host's with their texts.
func left(t *testing.T, h *lab.Host, pattern string) map[string]string {
	t.Helper()
	files := map[string]string{}
	paths, err := filepath.Glob(h.Path(pattern))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = string(b)
	}
	return files
}

// What dracut's modules go on with is there, and nothing of it can be executed.
func TestInitramfsDracut(t *testing.T) {
	t.Parallel()
	h, server := image(t, "root=dhcp ip=eth0:dhcp rd.neednet=1", dhcpv4.OptGeneric(dhcpv4.OptionRootPath, []byte("192.0.2.1:/srv/it's $(reboot)")),
		dhcpv4.OptGeneric(dhcpv4.OptionBootfileName, []byte("a\nb")), dhcpv4.OptHostName("box"), dhcpv4.OptDomainName("example.net"))
	r := h.Netonce("-v", "initramfs", "dracut")
	code(t, r, 0)
	facts(t, h, leased, "link eth1 down")
	want := map[string]string{
		"net.eth0.up": "", "net.eth0.did-setup": "", "net.02:00:00:00:00:00.up": "", "net.02:00:00:00:00:00.did-setup": "",
		"net.ifaces":           "eth0\n",
		"net.eth0.gw":          "ip route replace default via '192.0.2.1' dev 'eth0'\n",
		"net.eth0.resolv.conf": "search example.net\nnameserver 192.0.2.53\n",
		"net.eth0.hostname":    "echo 'box' > /proc/sys/kernel/hostname\n",
		"net.eth0.override":    "hostname='box'\n",
		"dhclient.eth0.lease":  "lease {\n  interface \"eth0\";\n  fixed-address 192.0.2.100;\n}\n",
		"dhclient.eth0.dhcpopts": strings.Join([]string{"new_ip_address='192.0.2.100'", "new_subnet_mask='255.255.255.0'", "new_routers='192.0.2.1'",
			"new_dhcp_server_identifier='192.0.2.1'", "new_root_path='192.0.2.1:/srv/it'\\''s $(reboot)'", "new_host_name='box'",
			"new_domain_name='example.net'", "new_domain_name_servers='192.0.2.53'", ""}, "\n"),
	}
	if diff := cmp.Diff(want, left(t, h, "tmp/*")); diff != "" {
		t.Errorf("-want +got:\n%s\n%s", diff, r.Log)
	}
	if !server.Last().IsOptionRequested(dhcpv4.OptionRootPath) {
		t.Error("no root path was asked for")
	}
}

// Nothing asks for a network: nothing is touched, and nothing written.
func TestInitramfsWithoutNeed(t *testing.T) {
	t.Parallel()
	h, server := image(t, "root=/dev/vda1 ro quiet")
	events, before := h.Watch(), h.Files()
	r := h.Netonce("initramfs", "dracut")
	code(t, r, 0)
	if said := events.Take(); len(said) > 0 || len(server.Seen()) > 0 || r.Log != "" {
		t.Errorf("the kernel told of %v, the server of %v: %s", said, server.Seen(), r.Log)
	}
	if diff := cmp.Diff(before, h.Files()); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

// switchRoot makes the host's root another one, with what was in /run.
func switchRoot(t *testing.T, h *lab.Host) {
	t.Helper()
	run := h.Path("run")
	h.Root = t.TempDir()
	h.Write("etc/resolv.conf", "")
	if err := os.MkdirAll(h.Path(lab.Profiles), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(run, h.Path("run")); err != nil {
		t.Fatal(err)
	}
}

// created is when the kernel made an address.
func created(t *testing.T, h *lab.Host, address string) string {
	t.Helper()
	stamp := h.Created(address)
	if stamp == "" {
		t.Fatalf("there is no address %s:\n%s", address, strings.Join(h.Facts(), "\n"))
	}
	return stamp
}

// discovers counts the DISCOVERs that a server got.
func discovers(s *lab.Server) (n int) {
	for _, kind := range s.Seen() {
		if kind == dhcpv4.MessageTypeDiscover {
			n++
		}
	}
	return n
}

// What the initramfs has brought up stays up in the host, and is asked for once; the host
// has no profile for it, or one that agrees, or one that wants more.
func TestHandover(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		profile []string
		want    []string
	}{
		"no profile":                    {nil, []string{"resolv nameserver 192.0.2.53"}},
		"another name and the same":     {[]string{"NAME=lan", "HWADDR=02:00:00:00:00:00", "TYPE=Ethernet", "ONBOOT=yes", "BOOTPROTO=dhcp"}, []string{"resolv nameserver 192.0.2.53"}},
		"another name and more":         {[]string{"NAME=lan", "TYPE=Ethernet", "HWADDR=02:00:00:00:00:00", "ONBOOT=yes", "BOOTPROTO=dhcp", "IPADDR=192.0.2.9", "PREFIX=24", "DNS1=192.0.2.99", "PEERDNS=no"}, []string{"addr eth0 192.0.2.9/24", "resolv nameserver 192.0.2.99"}},
		"for the interface, not onboot": {[]string{"DEVICE=eth0", "ONBOOT=no", "BOOTPROTO=none", "IPADDR=192.0.2.9", "PREFIX=24"}, []string{"!addr eth0 192.0.2.9/24"}},
		"another address":               {[]string{"DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=none", "IPADDR=192.0.2.9", "PREFIX=24"}, []string{"addr eth0 192.0.2.9/24"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, server := image(t, "root=/dev/nfs ip=eth0:dhcp")
			code(t, h.Netonce("initramfs", "dracut"), 0)
			facts(t, h, leased)
			before := created(t, h, "192.0.2.100")
			switchRoot(t, h)
			if c.profile != nil {
				h.Profile("ifcfg-eth0", c.profile...)
			}
			events := h.Watch()
			r := h.Netonce("-v", "boot")
			code(t, r, 0)
			var want []string
			for _, w := range c.want {
				if text, resolv := strings.CutPrefix(w, "resolv "); resolv {
					if !strings.Contains(h.Read("etc/resolv.conf"), text) {
						t.Errorf("resolv.conf: %s", h.Read("etc/resolv.conf"))
					}
					continue
				}
				want = append(want, w)
			}
			facts(t, h, append(want, "addr eth0 192.0.2.100/24", "link eth0 up")...)
			for _, e := range events.Take() {
				if strings.HasPrefix(e, "link gone") || strings.HasPrefix(e, "address gone") || strings.HasPrefix(e, "route gone default") {
					t.Error(e)
				}
			}
			if after := created(t, h, "192.0.2.100"); after != before {
				t.Errorf("the address was made at %s, and again at %s", before, after)
			}
			if n := discovers(server); n != 1 {
				t.Errorf("%d DISCOVERs: %v\n%s", n, server.Seen(), r.Log)
			}
			again := h.Netonce("boot")
			code(t, again, 0)
			says(t, again, "changes=0")
		})
	}
}

// After half of its time the lease is renewed, not asked for anew.
func TestHandoverRenews(t *testing.T) {
	t.Parallel()
	h, server := image(t, "ip=eth0:dhcp")
	server.Change(func(c *lab.DHCP) { *c = shortLease() })
	code(t, h.Netonce("initramfs", "dracut"), 0)
	before := created(t, h, "192.0.2.100")
	switchRoot(t, h)
	older(t, h, "run/netonce/lease-eth0.json", 2*time.Second) // it is due after a second
	h.Profile("ifcfg-lan", "TYPE=Ethernet", "HWADDR=02:00:00:00:00:00", "ONBOOT=yes", "BOOTPROTO=dhcp")
	code(t, h.Netonce("boot"), 0)
	last := server.Last()
	if n := discovers(server); n != 1 || last.MessageType() != dhcpv4.MessageTypeRequest || !last.ClientIPAddr.Equal(net.IPv4(192, 0, 2, 100)) {
		t.Errorf("the server got %v, at last %s", server.Seen(), last.Summary())
	}
	if after := created(t, h, "192.0.2.100"); after != before {
		t.Errorf("the address was made at %s, and again at %s", before, after)
	}
}

// older has a lease be got some time before.
func older(t *testing.T, h *lab.Host, file string, by time.Duration) {
	t.Helper()
	acquired := regexp.MustCompile(`"acquired":\d+`)
	text := h.Read(file)
	got, err := strconv.ParseInt(strings.TrimPrefix(acquired.FindString(text), `"acquired":`), 10, 64)
	if err != nil {
		t.Fatalf("%s: %v in %s", file, err, text)
	}
	h.Write(file, acquired.ReplaceAllString(text, fmt.Sprintf(`"acquired":%d`, got-by.Nanoseconds())))
}

// What came up in the initramfs nobody takes down by accident.
func TestRootIsNotTakenDown(t *testing.T) {
	t.Parallel()
	h, _ := image(t, "ip=eth0:dhcp")
	code(t, h.Netonce("initramfs", "dracut"), 0)
	switchRoot(t, h)
	h.Profile("ifcfg-lan", "NAME=lan", "DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=dhcp", "IPV6INIT=no")
	code(t, h.Netonce("boot"), 0)
	before := created(t, h, "192.0.2.100")
	static := func() {
		h.Profile("ifcfg-lan", "NAME=lan", "DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=none", "IPADDR=192.0.2.9", "PREFIX=24", "IPV6INIT=no")
	}
	same := func() {
		h.Profile("ifcfg-lan", "NAME=lan", "DEVICE=eth0", "ONBOOT=yes", "BOOTPROTO=dhcp", "IPV6INIT=no")
	}
	none := func() { _ = os.Remove(h.Path(lab.Profiles + "/ifcfg-lan")) }
	for _, c := range []struct {
		edit    func()
		command []string
		code    int
	}{
		{same, []string{"down", "lan"}, 1},
		{same, []string{"connection", "down", "lan"}, 5},
		{same, []string{"device", "disconnect", "eth0"}, 6},
		{static, []string{"reload"}, 0},
		{static, []string{"apply"}, 0},
		{static, []string{"hotplug"}, 0},
		{static, []string{"up", "lan"}, 0},
		{none, []string{"reload"}, 0},
		{none, []string{"boot"}, 0},
		{none, []string{"apply"}, 0},
		{static, []string{"rollback", "1"}, 0},
		{same, []string{"connection", "delete", "lan"}, 7},
	} {
		c.edit()
		r := h.Netonce(c.command...)
		code(t, r, c.code)
		facts(t, h, "addr eth0 192.0.2.100/24", "link eth0 up")
		if after := created(t, h, "192.0.2.100"); after != before {
			t.Fatalf("%v: the address was made at %s, and again at %s", c.command, before, after)
		}
	}
	same()
	code(t, h.Netonce("boot"), 0)
	code(t, h.Netonce("connection", "down", "lan", "--force"), 0)
	facts(t, h, "!addr eth0 192.0.2.100/24", "link eth0 down")
	code(t, h.Netonce("up", "lan"), 0)
	code(t, h.Netonce("down", "lan", "--force"), 0)
	facts(t, h, "!addr eth0 192.0.2.100/24", "link eth0 down")
}

// A card that has got another name since keeps what it has, with a profile of the host's
// and without.
func TestHandoverUnderAnotherName(t *testing.T) {
	t.Parallel()
	for _, profile := range []bool{true, false} {
		h, server := image(t, "ip=eth0:dhcp")
		code(t, h.Netonce("initramfs", "dracut"), 0)
		before := created(t, h, "192.0.2.100")
		switchRoot(t, h)
		h.Rename("eth0", "lan0")
		if profile {
			h.Profile("ifcfg-lan", "TYPE=Ethernet", "HWADDR=02:00:00:00:00:00", "ONBOOT=yes", "BOOTPROTO=dhcp")
		}
		r := h.Netonce("boot")
		code(t, r, 0)
		says(t, r, "another name since the last run")
		code(t, h.Netonce("renew", "lan0"), 0)
		if after := created(t, h, "192.0.2.100"); after != before || discovers(server) != 1 || server.Last().ClientIPAddr.IsUnspecified() {
			t.Errorf("the address was made at %s, and again at %s; the server got %v", before, after, server.Seen())
		}
	}
}

// Killed before any of its steps, another run in the initramfs or in the host goes on.
func TestInitramfsKilled(t *testing.T) {
	t.Parallel()
	h, _ := image(t, "ip=eth0:dhcp")
	steps, r := h.Steps("initramfs", "dracut")
	code(t, r, 0)
	const sides = 4
	for side := range sides {
		t.Run(strconv.Itoa(side), func(t *testing.T) {
			t.Parallel()
			killed := 0
			moments := lab.Moments(steps)
			for n := side; n < len(moments); n += sides {
				if killedInInitramfs(t, moments[n], n%3 > 0) {
					killed++
				}
			}
			if killed < len(moments)/sides*9/10 { // a run has more or fewer steps of a kind as events come
				t.Errorf("killed only %d times, of %d steps in %d parts", killed, len(moments), sides)
			}
		})
	}
}

// killedInInitramfs kills a run, and reports whether it came to that.
func killedInInitramfs(t *testing.T, m lab.Moment, again bool) (killed bool) {
	h, server := image(t, "ip=eth0:dhcp")
	killed = h.KilledAt(m, "initramfs", "dracut")
	if again {
		code(t, h.Netonce("initramfs", "dracut"), 0)
		if h.Read("tmp/net.ifaces") != "eth0\n" {
			t.Errorf("killed before %s: %v", m, left(t, h, "tmp/*"))
		}
	}
	switchRoot(t, h)
	h.Profile("ifcfg-eth0", dhcp("eth0")...)
	code(t, h.Netonce("boot"), 0)
	facts(t, h, leased)
	if seen := discovers(server); seen > 2 {
		t.Errorf("killed before %s: %v", m, server.Seen())
	}
	return killed
}

// What initramfs-tools calls for: DHCP on what it names, or on all, of which the first
// answer will do.
func TestInitramfsTools(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		line string
		env  []string
		form string
		file string
	}{
		"nothing said":        {"root=/dev/nfs", nil, "initramfs-tools", "run/net-eth0.conf"},
		"a device":            {"root=/dev/nfs", []string{"DEVICE=eth0"}, "initramfs-tools", "run/net-eth0.conf"},
		"ip= of its files":    {"root=/dev/nfs", []string{"IP=192.0.2.7::192.0.2.1:255.255.255.0:box:eth0:off"}, "initramfs-tools", "run/net-eth0.conf"},
		"the line goes first": {"ip=eth0:dhcp", []string{"IP=192.0.2.7::192.0.2.1:255.255.255.0:box:eth1:off"}, "initramfs-tools", "run/net-eth0.conf"},
		"by PXE":              {"BOOTIF=01-02-00-00-00-00-00", []string{"DEVICE=eth1"}, "mkinitcpio", "tmp/net-eth0.conf"},
		"another name":        {"ifname=boot0:02:00:00:00:00:00 ip=boot0:dhcp", nil, "mkinitcpio", "tmp/net-boot0.conf"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, _ := image(t, c.line)
			h.Env = append([]string{"IP=", "DEVICE=", "BOOTIF="}, c.env...)
			r := h.Netonce("initramfs", c.form)
			code(t, r, 0)
			if text := h.Read(c.file); !strings.Contains(text, "IPV4GATEWAY='192.0.2.1'\n") {
				t.Errorf("%s: %q\n%s", c.file, text, r.Log)
			}
			facts(t, h, "link eth1 down")
		})
	}
}

// A DHCP server that knows each card answers each, where all are asked for.
func TestInitramfsOnEveryCard(t *testing.T) {
	t.Parallel()
	h, _ := image(t, "ip=dhcp rd.neednet=1 bootdev=eth1")
	h.Write("proc/cmdline", "ip=dhcp rd.neednet=1")
	h.Peer("eth1", "198.51.100.1/24")
	h.Serve("eth1", lab.DHCP{Address: netip.MustParseAddr("198.51.100.1"), Leases: map[string]netip.Prefix{"02:00:00:00:00:01": netip.MustParsePrefix("198.51.100.100/24")}})
	code(t, h.Netonce("initramfs", "dracut"), 0)
	facts(t, h, leased, "addr eth1 198.51.100.100/24")
	if got := h.Read("tmp/net.ifaces"); got != "eth0 eth1\n" {
		t.Errorf("%q", got)
	}
}
