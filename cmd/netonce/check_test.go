package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"netonce/ifcfg"
)

// checked is what a check prints of a host with these files, and its exit code.
// The host's directory is left out of the text.
func checked(t *testing.T, files map[string]string, args ...string) (string, int) {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, ifcfg.PathOf(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	code := run(append([]string{"--root", root, "check"}, args...), &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Logf("%s", stderr.String())
	}
	return string(bytes.ReplaceAll(stdout.Bytes(), []byte(root), nil)), code
}

func TestCheckFormats(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"ifcfg-eth0": "DEVICE=eth0\nBOOTPROTO=dhcp\nMTU=100%,\nMTV=1\n",
		"network":    "GATEWAYDEV=eth 0\n",
	}
	text := `/etc/sysconfig/network:1:16: error: GATEWAYDEV: text after a space that is not in quotes; the value counts as empty [quoting]
  GATEWAYDEV=eth 0
                 ^
  hint: put the value in single quotes: KEY='...'
/etc/sysconfig/network-scripts/ifcfg-eth0:3:5: error: MTU: "100%," is not a number [value]
  MTU=100%,
      ^
/etc/sysconfig/network-scripts/ifcfg-eth0:4:1: warning: MTV: no such key [unknown-key]
  MTV=1
  ^
  hint: did you mean MTU?
`
	github := `::error file=/etc/sysconfig/network,line=1,col=16,title=quoting::GATEWAYDEV: text after a space that is not in quotes; the value counts as empty%0Ahint: put the value in single quotes: KEY='...'
::error file=/etc/sysconfig/network-scripts/ifcfg-eth0,line=3,col=5,title=value::MTU: "100%25," is not a number
::warning file=/etc/sysconfig/network-scripts/ifcfg-eth0,line=4,col=1,title=unknown-key::MTV: no such key%0Ahint: did you mean MTU?
`
	for _, r := range []struct {
		args []string
		want string
	}{
		{nil, text}, {[]string{"--format", "text"}, text}, {[]string{"--format=github"}, github},
	} {
		got, code := checked(t, files, r.args...)
		if diff := cmp.Diff(r.want, got); diff != "" || code != exitFailed {
			t.Errorf("%v: exit %d\n%s", r.args, code, diff)
		}
	}
	for _, args := range [][]string{{"--json"}, {"--format", "json"}} {
		got, code := checked(t, files, args...)
		var found []map[string]any
		if err := json.Unmarshal([]byte(got), &found); err != nil || len(found) != 3 || code != exitFailed {
			t.Fatalf("%v: exit %d, %v\n%s", args, code, err, got)
		}
		want := map[string]any{
			"file": "/etc/sysconfig/network-scripts/ifcfg-eth0", "line": 4.0, "col": 1.0, "severity": "warning",
			"code": "unknown-key", "message": "MTV: no such key", "hint": "did you mean MTU?",
		}
		if diff := cmp.Diff(want, found[2]); diff != "" {
			t.Errorf("%v:\n%s", args, diff)
		}
	}
}

func TestCheckCodes(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		name, text string
		args       []string
		want       string
		code       int
	}{
		{"ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\n", nil, "", exitDone},
		{"ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\n", []string{"--json"}, "[]\n", exitDone},
		{"ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\n", []string{"--format", "github"}, "", exitDone},
		{"ifcfg-eth0", "DEVICE=eth0\nBOOTPROTO=dhcp\nFOO=1\n", []string{"--format", "github"},
			"::warning file=/etc/sysconfig/network-scripts/ifcfg-eth0,line=3,col=1,title=unknown-key::FOO: no such key\n", exitDone},
		{"ifcfg-eth0", "", []string{"--format", "github"},
			"::error file=/etc/sysconfig/network-scripts/ifcfg-eth0,title=rejected::neither DEVICE nor TYPE is given%0Ahint: write DEVICE=eth0\n", exitFailed},
		{"ifcfg-eth0", "DEVICE=eth0\n", []string{"--format", "xml"}, "", exitUsage},
		{"ifcfg-eth0", "DEVICE=eth0\n", []string{"/nowhere/ifcfg-eth0"}, "", exitNothing},
	} {
		got, code := checked(t, map[string]string{r.name: r.text}, r.args...)
		if got != r.want || code != r.code {
			t.Errorf("%q %v: exit %d, want %d:\n%s", r.text, r.args, code, r.code, got)
		}
	}
	var out bytes.Buffer
	if code := run([]string{"status", "--format", "json"}, &out, &out); code != exitUsage {
		t.Errorf("--format of another command: exit %d", code)
	}
}

// What is said of files together stands among what is said of each.
func TestCheckOrder(t *testing.T) {
	t.Parallel()
	const dhcp = "BOOTPROTO=dhcp\nDEVICE=eth0\nFOO=1\n"
	got, code := checked(t, map[string]string{"ifcfg-eth0": dhcp, "ifcfg-x": dhcp, "network": "GATEWAYDEV=eth1\n"}, "--format", "github")
	var places []string
	for line := range strings.Lines(got) {
		place, _, _ := strings.Cut(line, ",title")
		places = append(places, strings.TrimPrefix(place, "::warning file=/etc/sysconfig/"))
	}
	want := []string{"network,line=1,col=12", "network-scripts/ifcfg-eth0,line=3,col=1", "network-scripts/ifcfg-x,line=2,col=8", "network-scripts/ifcfg-x,line=3,col=1"}
	if diff := cmp.Diff(want, places); diff != "" || code != exitDone {
		t.Errorf("exit %d\n%s", code, diff)
	}
}

// A file that is named keeps its name, and each kind of file is known.
func TestCheckFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"ifcfg-eth0": "DEVICE=eth0\nMTU=x\n", "ifcfg-eth0:1": "IPADDR=x\n", "ifcfg-eth0-range0": "IPADDR_START=x\n", "keys-eth0": "FOO=1\n",
		"route-eth0": "junk\n", "route6-eth0": "junk\n", "rule-eth0": "junk\n", "rule6-eth0": "junk\n", "network": "GATEWAY=x\n", "static-routes": "junk\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		code := run([]string{"check", path}, &stdout, &stderr)
		if !bytes.HasPrefix(stdout.Bytes(), []byte(path+":")) || stderr.Len() > 0 || code != exitFailed && name != "keys-eth0" {
			t.Errorf("%s: exit %d\n%s%s", name, code, stdout.String(), stderr.String())
		}
	}
}

func TestTallied(t *testing.T) {
	t.Parallel()
	for _, r := range []struct {
		errors, warnings int
		want             string
	}{{0, 0, "nothing to complain of"}, {1, 0, "1 error, 0 warnings"}, {2, 1, "2 errors, 1 warning"}} {
		if got := tallied(r.errors, r.warnings); got != r.want {
			t.Errorf("%d, %d: %q", r.errors, r.warnings, got)
		}
	}
}
