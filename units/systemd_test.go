package units_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// exposure is the most that systemd-analyze may find, in tenths. The services
// measure 2.7 with systemd 252; what remains is root, the network and sysctls,
// which are the work itself.
const exposure = "27"

var services = []string{"netonce.service", "netonce-reload.service", "netonce-device@.service", "netonce-renew@.service", "netonce-rollback@.service"}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("systemd", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// section returns the lines of a section, without comments.
func section(t *testing.T, text, name string) []string {
	t.Helper()
	_, text, ok := strings.Cut(text, "\n["+name+"]\n")
	if !ok {
		t.Fatalf("no section %s", name)
	}
	text, _, _ = strings.Cut(text, "\n[")
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// The sandbox is written out in each service, comments and all, so that each can
// be read by itself; here it is kept from drifting.
func TestSandboxesAreTheSame(t *testing.T) {
	t.Parallel()
	const begin = "# --- sandbox"
	var first string
	for _, name := range services {
		head, sandbox, ok := strings.Cut(read(t, name), begin)
		sandbox, _, _ = strings.Cut(sandbox, "\n\n[Install]\n")
		if !ok {
			t.Fatalf("%s: no sandbox", name)
		}
		sandbox = strings.TrimSpace(sandbox)
		if first == "" {
			first = sandbox
		}
		if diff := cmp.Diff(first, sandbox); diff != "" {
			t.Errorf("%s: sandbox differs from %s\n%s", name, services[0], diff)
		}
		for _, line := range section(t, head+"\n[Install]\n", "Service") {
			key, _, _ := strings.Cut(line, "=")
			if !regexp.MustCompile(`^(Type|ExecStart|ExecReload|NotifyAccess|RemainAfterExit|SuccessExitStatus|TimeoutStartSec)$`).MatchString(key) {
				t.Errorf("%s: %s stands outside the sandbox and is not compared", name, line)
			}
		}
	}
}

// Nothing but netonce itself is run: no shell, and nothing that sleeps.
func TestServicesRunOnlyNetonce(t *testing.T) {
	t.Parallel()
	for _, name := range services {
		for _, line := range section(t, read(t, name), "Service") {
			if key, command, _ := strings.Cut(line, "="); strings.HasPrefix(key, "Exec") && !strings.HasPrefix(command, "/usr/sbin/netonce ") {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// A limit that is met ends the watch of the profiles for good.
func TestWatchHasNoLimit(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct{ section, line string }{
		"netonce-reload.path":    {"Path", "TriggerLimitIntervalSec=0"},
		"netonce-reload.service": {"Unit", "StartLimitIntervalSec=0"},
	} {
		if !slices.Contains(section(t, read(t, name), want.section), want.line) {
			t.Errorf("%s: no %s", name, want.line)
		}
	}
}

// Every file that a reload reads is watched, and nothing else.
func TestWatchSeesWhatIsRead(t *testing.T) {
	t.Parallel()
	want := []string{"PathChanged=/" + ifcfg.ScriptsDir}
	for _, file := range ifcfg.HostFiles() {
		want = append(want, "PathChanged=/"+file)
	}
	watched := slices.DeleteFunc(section(t, read(t, "netonce-reload.path"), "Path"), func(line string) bool {
		return !strings.HasPrefix(line, "Path")
	})
	if diff := cmp.Diff(want, watched); diff != "" {
		t.Error(diff)
	}
}

// A reload whose profiles are not all well is as little a failed unit as a boot
// is; both name them in their status line, for which the control process needs
// access. Whoever waits for a reload waits for the names, not for leases.
func TestOutcomeIsShown(t *testing.T) {
	t.Parallel()
	for name, access := range map[string]string{"netonce.service": "NotifyAccess=exec", "netonce-reload.service": "NotifyAccess=main"} {
		lines := section(t, read(t, name), "Service")
		for _, want := range []string{"Type=notify", "TimeoutStartSec=infinity", "SuccessExitStatus=1 4", access} {
			if !slices.Contains(lines, want) {
				t.Errorf("%s: no %s", name, want)
			}
		}
	}
}

// A run that is stopped has not failed. For a oneshot service, which is over when its
// process is, systemd has to be told.
func TestStoppedIsNotFailed(t *testing.T) {
	t.Parallel()
	for _, name := range services {
		lines := section(t, read(t, name), "Service")
		if slices.Contains(lines, "Type=oneshot") && !slices.Contains(lines, "SuccessExitStatus=1 4 SIGTERM") {
			t.Errorf("%s: SIGTERM is a failure", name)
		}
	}
}

// Devices whose drivers are not in the initramfs appear during the coldplug.
func TestBootWaitsForTheColdplug(t *testing.T) {
	t.Parallel()
	lines := section(t, read(t, "netonce.service"), "Unit")
	for _, want := range []string{"Wants=systemd-udev-settle.service", "After=systemd-udev-settle.service"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no %s", want)
		}
	}
}

// What the program cannot work without; the other settings may be tightened.
func TestSandboxLeavesTheWork(t *testing.T) {
	t.Parallel()
	lines := section(t, read(t, services[0]), "Service")
	for _, want := range []string{
		"Type=notify", "RemainAfterExit=yes", "SuccessExitStatus=1 4", "ProtectKernelTunables=no", "ReadWritePaths=/etc",
		"RuntimeDirectory=netonce teamd", "RuntimeDirectoryPreserve=yes", "CapabilityBoundingSet=CAP_NET_ADMIN CAP_NET_RAW CAP_NET_BIND_SERVICE",
		"RestrictAddressFamilies=AF_NETLINK AF_PACKET AF_UNIX AF_INET AF_INET6",
	} {
		found := false
		for _, line := range lines {
			found = found || line == want
		}
		if !found {
			t.Errorf("no %s", want)
		}
	}
}

// analyze runs systemd-analyze over copies of the units whose commands exist.
func analyze(t *testing.T, args ...string) (string, error) {
	t.Helper()
	tool, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Fatalf("this test needs systemd-analyze (Debian package systemd): %v", err)
	}
	dir := t.TempDir()
	files, err := filepath.Glob("systemd/netonce*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no units: %v", err)
	}
	stand := filepath.Join(dir, "netonce")
	if err := os.WriteFile(stand, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text := strings.ReplaceAll(read(t, filepath.Base(f)), "/usr/sbin/netonce", stand)
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(f)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(tool, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// Unknown settings, bad values and ordering cycles are warnings to
// systemd-analyze; here they are failures.
func TestUnitsVerify(t *testing.T) {
	t.Parallel()
	out, err := analyze(t, "verify", "--man=no", "./netonce.service", "./netonce-reload.service", "./netonce-device@eth0.service", "./netonce-renew@eth0.service", "./netonce-reload.path")
	if err != nil || out != "" {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestUnitsSecurity(t *testing.T) {
	t.Parallel()
	for _, name := range services {
		out, err := analyze(t, "security", "--offline=true", "--threshold="+exposure, "./"+name)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if !strings.Contains(out, "Overall exposure level") {
			t.Errorf("%s: no result\n%s", name, out)
		}
	}
}

func TestPresetNamesUnits(t *testing.T) {
	t.Parallel()
	var names []string
	for line := range strings.Lines(read(t, "85-netonce.preset")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "enable "); ok {
			names = append(names, name)
			if len(section(t, read(t, name), "Install")) == 0 {
				t.Errorf("%s: nothing to enable", name)
			}
		}
	}
	if diff := cmp.Diff([]string{"netonce.service", "netonce-reload.path", "netonce-reload.service"}, names); diff != "" {
		t.Error(diff)
	}
}
