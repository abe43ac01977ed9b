package initramfs

import (
	"net/netip"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"netonce/apply/dhcp4"
)

// hostile is what a server could send to have something executed, or to be read as more
// than one line.
const hostile = "'\"; $(touch /tmp/x) `id`\\\n! \x1b[2J%s ä"

func byDHCP() Facts {
	return Facts{
		Interface: "eth0", Hardware: "02:00:00:00:00:0A", Hostname: "box",
		Addresses: []netip.Prefix{netip.MustParsePrefix("192.0.2.100/24"), netip.MustParsePrefix("2001:db8::100/128")}, Broadcast: netip.MustParseAddr("192.0.2.255"),
		Gateways: []netip.Addr{netip.MustParseAddr("192.0.2.1")}, DNS: []netip.Addr{netip.MustParseAddr("192.0.2.53"), netip.MustParseAddr("2001:db8::53")},
		Search: []string{"~corp.example", "a.example", "b.example"}, Domain: "example.net", DHCP6: true,
		Lease: &dhcp4.Lease{Server: netip.MustParseAddr("192.0.2.1"), NextServer: netip.MustParseAddr("192.0.2.9"), RootPath: "192.0.2.9:/srv/root", BootFile: "pxelinux.0", Lifetime: time.Hour},
	}
}

func static() Facts {
	return Facts{Interface: "bond0.5", Addresses: []netip.Prefix{netip.MustParsePrefix("198.51.100.7/32")}, Gateways: []netip.Addr{netip.MustParseAddr("198.51.100.1")},
		Server: netip.MustParseAddr("203.0.113.1"), MTU: 9000}
}

func TestDracut(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"net.eth0.up": "", "net.eth0.did-setup": "", "net.02:00:00:00:00:0a.up": "", "net.02:00:00:00:00:0a.did-setup": "",
		"net.bond0.5.up": "", "net.bond0.5.did-setup": "",
		"net.ifaces": "eth0 bond0.5\n", "net.bootdev": "eth0\n",
		"net.eth0.gw":          "ip route replace default via '192.0.2.1' dev 'eth0'\n",
		"net.eth0.resolv.conf": "search a.example b.example\nnameserver 192.0.2.53\nnameserver 2001:db8::53\n",
		"net.eth0.hostname":    "echo 'box' > /proc/sys/kernel/hostname\n",
		"net.eth0.override":    "hostname='box'\n",
		"dhclient.eth0.dhcpopts": "new_ip_address='192.0.2.100'\nnew_subnet_mask='255.255.255.0'\nnew_routers='192.0.2.1'\nnew_dhcp_server_identifier='192.0.2.1'\nnew_next_server='192.0.2.9'\n" +
			"new_root_path='192.0.2.9:/srv/root'\nnew_host_name='box'\nnew_domain_name='example.net'\nnew_domain_name_servers='192.0.2.53'\nfilename='pxelinux.0'\n",
		"dhclient.eth0.lease":  "lease {\n  interface \"eth0\";\n  fixed-address 192.0.2.100;\n}\n",
		"net.bond0.5.gw":       "ip route replace '198.51.100.1' dev 'bond0.5'\nip route replace default via '198.51.100.1' dev 'bond0.5'\n",
		"net.bond0.5.override": "ip='198.51.100.7'\ngw='198.51.100.1'\nmask='255.255.255.255'\nsrv='203.0.113.1'\nmtu='9000'\n",
	}
	if diff := cmp.Diff(want, Dracut([]Facts{byDHCP(), static()}, "eth0")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := Dracut(nil, ""); len(got) > 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestKlibc(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"net-eth0.conf": "DEVICE='eth0'\nPROTO='dhcp'\nIPV4ADDR='192.0.2.100'\nIPV4BROADCAST='192.0.2.255'\nIPV4NETMASK='255.255.255.0'\nIPV4GATEWAY='192.0.2.1'\nIPV4DNS0='192.0.2.53'\nIPV4DNS1='0.0.0.0'\n" +
			"HOSTNAME='box'\nDNSDOMAIN='example.net'\nNISDOMAIN=''\nROOTSERVER='192.0.2.9'\nROOTPATH='192.0.2.9:/srv/root'\nfilename='pxelinux.0'\nUPTIME='7'\nDHCPLEASETIME='3600'\nDOMAINSEARCH='a.example b.example'\n",
		"net6-eth0.conf": "DEVICE6='eth0'\nIPV6PROTO='dhcp6'\nIPV6ADDR='2001:db8::100'\nIPV6NETMASK='128'\nIPV6GATEWAY=''\nIPV6DNS0='2001:db8::53'\nIPV6DNS1=''\n" +
			"HOSTNAME='box'\nDNSDOMAIN='example.net'\nIPV6DOMAINSEARCH='a.example b.example'\n",
		"net-bond0.5.conf": "DEVICE='bond0.5'\nPROTO='none'\nIPV4ADDR='198.51.100.7'\nIPV4BROADCAST='0.0.0.0'\nIPV4NETMASK='255.255.255.255'\nIPV4GATEWAY='198.51.100.1'\nIPV4DNS0='0.0.0.0'\nIPV4DNS1='0.0.0.0'\n" +
			"HOSTNAME=''\nDNSDOMAIN=''\nNISDOMAIN=''\nROOTSERVER='203.0.113.1'\nROOTPATH=''\nfilename=''\nUPTIME='7'\nDHCPLEASETIME='0'\nDOMAINSEARCH=''\n",
	}
	if diff := cmp.Diff(want, Klibc([]Facts{byDHCP(), static()}, 7*time.Second)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// sourced has a shell source a text and say what a variable is then.
func sourced(t *testing.T, text, variable string) string {
	t.Helper()
	cmd := exec.Command("sh", "-eu", "-c", text+"\nprintf %s \"$"+variable+"\"")
	cmd.Env, cmd.Dir = []string{"PATH=/nonexistent"}, t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// What comes from the wire is a value to a shell, and nothing of it a command.
func TestHostile(t *testing.T) {
	t.Parallel()
	f := byDHCP()
	f.Hostname, f.Domain, f.Lease.RootPath, f.Lease.BootFile = hostile, hostile, hostile, hostile
	want := strings.NewReplacer("\n", "", "\x1b", "").Replace(hostile)
	for name, variables := range map[string]string{"dhclient.eth0.dhcpopts": "new_root_path filename new_host_name new_domain_name", "net.eth0.override": "hostname"} {
		for variable := range strings.FieldsSeq(variables) {
			if got := sourced(t, Dracut([]Facts{f}, "")[name], variable); got != want {
				t.Errorf("%s: %s is %q, want %q", name, variable, got, want)
			}
		}
	}
	for _, variable := range []string{"ROOTPATH", "filename", "HOSTNAME", "DNSDOMAIN", "DOMAINSEARCH"} {
		if got := sourced(t, Klibc([]Facts{f}, 0)["net-eth0.conf"], variable); got != want && variable != "DOMAINSEARCH" {
			t.Errorf("%s is %q, want %q", variable, got, want)
		}
	}
}

func FuzzQuote(f *testing.F) {
	f.Add(hostile)
	f.Add("''")
	f.Fuzz(func(t *testing.T, value string) {
		quoted := quote(value)
		inner := strings.ReplaceAll(strings.Trim(quoted, "\n"), `'\''`, "")
		if len(inner) < 2 || inner[0] != '\'' || inner[len(inner)-1] != '\'' || strings.Contains(inner[1:len(inner)-1], "'") || strings.ContainsAny(quoted, "\n\r\x00\x1b") {
			t.Errorf("%q is quoted as %s", value, quoted)
		}
	})
}
