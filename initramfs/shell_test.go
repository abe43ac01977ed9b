package initramfs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shells are those that images have: dash, and busybox's.
var shells = map[string][]string{"sh": {"sh"}, "busybox": {"busybox", "sh"}}

// inShells runs a script of ours in each of the shells, in a directory that stands for the
// image's root, and compares what it says. Programs that are called are there as functions,
// which print their names and arguments.
func inShells(t *testing.T, file string, files map[string]string, around, want string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, shell := range shells {
		root := t.TempDir()
		for name, text := range files {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
				t.Fatal(err)
			}
		}
		here := strings.NewReplacer("/tmp/", root+"/tmp/", "/run/", root+"/run/", "/etc/", root+"/etc/", "/sys/class/net", root+"/sys/class/net", "/sbin/", root+"/sbin/")
		if err := os.Mkdir(filepath.Join(root, "tmp"), 0o755); err != nil && !os.IsExist(err) {
			t.Fatal(err)
		}
		script := strings.Replace(here.Replace(around), "SCRIPT", here.Replace(string(b)), 1)
		cmd := exec.Command(shell[0], append(shell[1:], "-euc", script)...)
		out, err := cmd.CombinedOutput()
		got := strings.ReplaceAll(string(out), root, "")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s, %s: %v (-want +got):\n%s", file, name, err, diff)
		}
	}
}

// As configure_networking calls ipconfig, so is netonce called, and what it leaves is
// found.
func TestIpconfig(t *testing.T) {
	t.Parallel()
	const around = `
netonce() { echo "IP=$IP DEVICE=$DEVICE netonce $*"; }
IP=%IP% DEVICE=%DEVICE%
set -- %ARGS%
(SCRIPT)
if [ -e /run/net-eth0.conf ]; then . /run/net-eth0.conf; echo "$IPV6ADDR"; fi
`
	for args, c := range map[string]struct{ ip, device, want string }{
		`-t 2 eth0`:                {"", "", "IP= DEVICE=eth0"},
		`-t 2 ""`:                  {"", "", "IP= DEVICE="},
		`-t 3 -c dhcp -d eth1`:     {"dhcp", "eth1", "IP=dhcp DEVICE=eth1"},
		`-t 3 -c dhcp -d ""`:       {"dhcp", "", "IP=dhcp DEVICE="},
		`-t 4 -d "::::host:eth2:"`: {"::::host:eth2:", "eth2", "IP=::::host:eth2: DEVICE=eth2"},
		`-t 4 -d auto6`:            {"auto6", "", "IP=auto6 DEVICE="},
		`ip=:::::eth0:dhcp`:        {"", "", "IP=:::::eth0:dhcp DEVICE="},
		`-i vendor -p 67 eth0`:     {"", "", "IP= DEVICE=eth0"},
	} {
		fill := strings.NewReplacer("%IP%", "'"+c.ip+"'", "%DEVICE%", "'"+c.device+"'", "%ARGS%", args)
		inShells(t, "initramfs-tools/netonce/ipconfig", nil, "mkdir /run/\n"+fill.Replace(around), c.want+" netonce initramfs initramfs-tools\n")
	}
	six := map[string]string{"run/net6-eth0.conf": "IPV6ADDR='2001:db8::1'\n", "run/net6-$(reboot).conf": ""}
	inShells(t, "initramfs-tools/netonce/ipconfig", six, strings.NewReplacer("%IP%", "dhcp6", "%DEVICE%", "''", "%ARGS%", "dhcp6").Replace(around),
		"IP=dhcp6 DEVICE= netonce initramfs initramfs-tools\n2001:db8::1\n")
}

// What is up is told once to whoever waits, and the boot goes on when there is nothing
// more to wait for.
func TestDracutOnline(t *testing.T) {
	t.Parallel()
	const around = `
source_hook() { echo "hook $*"; }
netroot=nbd:x hookdir=/tmp/hooks
run() { SCRIPT
}
run; run; [ ! -e /tmp/netonce.done ] || echo done
`
	scripts := func(more map[string]string) map[string]string {
		more["sbin/netroot"] = "#!/bin/sh\necho netroot $1\n"
		more["sys/class/net/lo/x"], more["sys/class/net/eth0/x"] = "", ""
		return more
	}
	const run = "#!/bin/sh\ncd ${0%/*}/..\necho run\n"
	const up = "echo eth0 bond0 > tmp/net.ifaces\n> tmp/net.eth0.up\n"
	for name, c := range map[string]struct {
		files  map[string]string
		around string
		want   string
	}{
		"not needed": {map[string]string{}, around, ""},
		"up":         {map[string]string{"tmp/netonce.needed": "", "sbin/netonce-run": run + up + "echo 0 x > tmp/netonce.ran\n"}, around, "run\nhook initqueue/online eth0\nnetroot eth0\ndone\n"},
		"by the unit": {map[string]string{"tmp/netonce.needed": "", "tmp/netonce.ran": "0 x\n", "tmp/net.ifaces": "eth0\n", "tmp/net.eth0.up": ""}, around,
			"hook initqueue/online eth0\nnetroot eth0\ndone\n"},
		"in vain, with a root that waits": {map[string]string{"tmp/netonce.needed": "", "sbin/netonce-run": run + "echo 4 $PWD/sys/class/net/* > tmp/netonce.ran\n"}, around, "run\n"},
		"in vain, but a card has come":    {map[string]string{"tmp/netonce.needed": "", "sbin/netonce-run": run + "echo 4 x > tmp/netonce.ran\n"}, around, "run\nrun\n"},
		"in vain, and nobody waits": {map[string]string{"tmp/netonce.needed": "", "sbin/netonce-run": run + "echo 4 $PWD/sys/class/net/* > tmp/netonce.ran\n"},
			strings.Replace(around, "nbd:x", "", 1), "run\ndone\n"},
	} {
		t.Run(name, func(t *testing.T) {
			inShells(t, "dracut/35netonce/netonce-online.sh", scripts(c.files), strings.Replace(c.around, "\nrun; run;", "\nset +e; run; run;", 1), c.want)
		})
	}
}

// No network where nobody asks for it.
func TestDracutNeeded(t *testing.T) {
	t.Parallel()
	const around = `
set +e
getarg() { case " %LINE% " in *" $1"*) ;; *) return 1 ;; esac; }
getargbool() { getarg "$2=1"; }
netroot=%NETROOT% hookdir=/tmp/hooks
mkdir -p /etc/cmdline.d /tmp/hooks/initqueue/finished
SCRIPT
ls /tmp/netonce.needed /tmp/hooks/initqueue/finished/netonce.sh 2>/dev/null
cat /etc/cmdline.d/* 2>/dev/null
:
`
	const needed = "/tmp/hooks/initqueue/finished/netonce.sh\n/tmp/netonce.needed\n"
	for name, c := range map[string]struct {
		files         map[string]string
		line, netroot string
		want          string
	}{
		"a root on a disk":          {nil, "root=/dev/sda1", "", ""},
		"the card of PXE alone":     {nil, "BOOTIF=01-52-54-00-00-00-16", "", ""},
		"a root over the network":   {nil, "", "nbd:192.0.2.1:root", needed + "rd.neednet=1\n"},
		"another module's wish":     {map[string]string{"tmp/net.ifaces": "eth0\n"}, "", "", needed + "rd.neednet=1\n"},
		"rd.neednet":                {nil, "rd.neednet=1", "", needed},
		"ip":                        {nil, "ip=dhcp", "", needed},
		"a profile in the image":    {map[string]string{"etc/sysconfig/network-scripts/ifcfg-eth0": ""}, "", "", needed},
		"no profile but that of lo": {map[string]string{"etc/sysconfig/network-scripts/ifcfg-lo": ""}, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			fill := strings.NewReplacer("%LINE%", c.line, "%NETROOT%", c.netroot)
			inShells(t, "dracut/35netonce/netonce-cmdline.sh", c.files, fill.Replace(around), c.want)
		})
	}
}

// The hook of mkinitcpio's, with what init has before it is called (init_functions).
func TestMkinitcpio(t *testing.T) {
	t.Parallel()
	const around = `
netonce() { echo "netonce $*"; }
nfsmount() { echo "nfsmount $*"; }
mount_handler=default root=/dev/sda1 ip= nfsroot=
%SET%
SCRIPT
run_hook
[ "$mount_handler" = default ] || "$mount_handler" /new_root
`
	dhcp := map[string]string{"tmp/net-eth0.conf": "ROOTSERVER='192.0.2.1'\nROOTPATH='/srv/root'\n"}
	for name, c := range map[string]struct {
		files     map[string]string
		set, want string
	}{
		"nothing":           {nil, "", ""},
		"ip":                {nil, "ip=dhcp", "netonce initramfs mkinitcpio\n"},
		"the server's root": {dhcp, "root=/dev/nfs", "netonce initramfs mkinitcpio\nnfsmount 192.0.2.1:/srv/root /new_root\n"},
		"a directory":       {dhcp, "nfsroot=/a,ro,x", "netonce initramfs mkinitcpio\nnfsmount -o ro,x 192.0.2.1:/a /new_root\n"},
		"another server":    {dhcp, "nfsroot=192.0.2.9:/a", "netonce initramfs mkinitcpio\nnfsmount 192.0.2.9:/a /new_root\n"},
		"getarg": {nil, `getarg() { [ "$1" != nfsroot ] || echo '[2001:db8::1]:/a'; }`,
			"netonce initramfs mkinitcpio\nnfsmount [2001:db8::1]:/a /new_root\n"},
	} {
		t.Run(name, func(t *testing.T) {
			inShells(t, "mkinitcpio/hooks/netonce", c.files, strings.Replace(around, "%SET%", c.set, 1), c.want)
		})
	}
}
