package e2e_test

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"netonce/ifcfg"
	"netonce/tests/lab"
)

// TestBadFileLeavesTheOthers puts a file that is no profile beside a good one.
func TestBadFileLeavesTheOthers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(h *lab.Host, name string)
		code int
		says []string
	}{
		{"binary", func(h *lab.Host, name string) {
			h.Write(name, "\x7fELF\x02\x01\x01\x00\x00\x00\xff\xfe=\x00\n\x01=\x80\n")
		}, 1, []string{"ifcfg-eth1"}},
		{"huge", func(h *lab.Host, name string) { h.Write(name, strings.Repeat("# nothing\n", ifcfg.MaxSize/10+1)) }, 1, []string{"ifcfg-eth1", "larger than"}},
		{"FIFO", func(h *lab.Host, name string) { _ = unix.Mkfifo(h.Path(name), 0o644) }, 1, []string{"ifcfg-eth1", "not a regular file"}},
		{"directory", func(h *lab.Host, name string) { h.Write(name+"/x", "") }, 1, []string{"ifcfg-eth1", "not a regular file"}},
		{"dangling link", func(h *lab.Host, name string) { _ = unix.Symlink("nowhere", h.Path(name)) }, 1, []string{"ifcfg-eth1", "no such file"}},
		{"loop of links", func(h *lab.Host, name string) { _ = unix.Symlink("ifcfg-eth1", h.Path(name)) }, 1, []string{"ifcfg-eth1", "symbolic links"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := lab.New(t)
			h.Cables("eth0", "eth1")
			h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
			tt.make(h, lab.Profiles+"/ifcfg-eth1")
			r := h.Netonce("boot")
			code(t, r, tt.code)
			says(t, r, tt.says...)
			facts(t, h, "addr eth0 192.0.2.10/24", "link eth1 down")
		})
	}
}

func TestUnreadableProfileLeavesTheOthers(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24")...)
	if err := unix.Chmod(h.Path(lab.Profiles+"/ifcfg-eth1"), 0); err != nil {
		t.Fatal(err)
	}
	override := []lab.Confinement{lab.WithoutCapability(unix.CAP_DAC_OVERRIDE), lab.WithoutCapability(unix.CAP_DAC_READ_SEARCH)}
	r := h.StartWith(override, "boot").Wait()
	code(t, r, 1)
	says(t, r, "ifcfg-eth1", "permission denied")
	facts(t, h, "addr eth0 192.0.2.10/24", "link eth1 down")
}

// TestBadValueCostsOnlyWhatHangsOnIt names the place of the mistake and configures
// the rest of the same profile and the others.
func TestBadValueCostsOnlyWhatHangsOnIt(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, line, place string
		stays             []string
	}{
		{"gateway", "GATEWAY=gw.example.org", "ifcfg-eth0:6:9: ", []string{"addr eth0 192.0.2.10/24", "resolv"}},
		{"name server", "DNS2=1.2.3", "ifcfg-eth0:6:6: ", []string{"addr eth0 192.0.2.10/24", "route4 main 192.0.2.0/24 dev eth0"}},
		{"second address", "IPADDR1=198.51.100.300", "ifcfg-eth0:6:9: ", []string{"addr eth0 192.0.2.10/24"}},
		{"metric", "IPV4_ROUTE_METRIC=many", "ifcfg-eth0:6:19: ", []string{"addr eth0 192.0.2.10/24"}},
		{"MTU", "MTU=huge", "ifcfg-eth0:6:5: ", []string{"addr eth0 192.0.2.10/24", "link eth0 mtu 1500"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := lab.New(t)
			h.Cables("eth0", "eth1")
			h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24", tt.line, "DNS1=192.0.2.53")...)
			h.Profile("ifcfg-eth1", static("eth1", "203.0.113.10/24")...)
			r := h.Netonce("boot")
			code(t, r, 1)
			says(t, r, tt.place)
			stays := append([]string{"addr eth1 203.0.113.10/24"}, tt.stays...)
			if stays[len(stays)-1] == "resolv" {
				stays = stays[:len(stays)-1]
			}
			facts(t, h, stays...)
			if got := strings.Join(h.ResolvFacts(), ", "); got != "resolv nameserver 192.0.2.53" {
				t.Errorf("resolv.conf: %s", got)
			}
		})
	}
}

// TestBadDeviceRejectsTheProfile: what says where a profile belongs is not guessed.
func TestBadDeviceRejectsTheProfile(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cables("eth0", "eth1")
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth1", static("eth1", "198.51.100.10/24", "HWADDR=02:00:00:00:00")...)
	r := h.Netonce("boot")
	code(t, r, 1)
	says(t, r, "ifcfg-eth1:6:8: ")
	facts(t, h, "addr eth0 192.0.2.10/24", "link eth1 down", "!addr eth1 198.51.100.10/24")
}

func TestOfTwoProfilesTheOneNamedAfterTheDeviceWins(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Profile("ifcfg-aaa", static("eth0", "192.0.2.20/24")...)
	h.Profile("ifcfg-eth0", static("eth0", "192.0.2.10/24")...)
	h.Profile("ifcfg-eth0.rpmsave", static("eth0", "192.0.2.30/24")...)
	h.Profile("ifcfg-eth0~", static("eth0", "192.0.2.40/24")...)
	r := h.Netonce("boot")
	code(t, r, 0)
	says(t, r, "ifcfg-aaa", "eth0 is configured by ifcfg-eth0")
	facts(t, h, "addr eth0 192.0.2.10/24", "!addr eth0 192.0.2.20/24", "!addr eth0 192.0.2.30/24", "!addr eth0 192.0.2.40/24")
}

func TestNoProfilesIsNoError(t *testing.T) {
	t.Parallel()
	h := lab.New(t)
	h.Cable("eth0")
	h.Address("eth0", "192.0.2.10/24")
	events := h.Watch()
	code(t, h.Netonce("boot"), 0)
	if list := events.Take(); len(list) > 0 {
		t.Errorf("the kernel tells of %q", list)
	}
	facts(t, h, "addr eth0 192.0.2.10/24", "link eth0 down")
}
