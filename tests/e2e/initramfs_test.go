package e2e_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
