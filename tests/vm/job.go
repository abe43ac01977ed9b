package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"netonce/tests/vm/machine"
)

// Where things are in the guest.
const (
	jobFile   = "/job.json"
	sourceDir = "/src" // the module's root
	outDir    = "/out" // what is written there goes back to the host
	netonce   = "/bin/netonce"
)

// job is what the guest has to do.
type job struct {
	Args    []string // the test binary first
	Env     []string
	Dir     string
	Out     []string         // directories to make
	Modules []machine.Module // in the order to load them
}

// newJob makes a job of a test binary's arguments. back says to which path on the
// host a file or a directory of the guest's goes.
func newJob(binary string, args []string) (j job, back map[string]string, err error) {
	dir, err := os.Getwd()
	if err != nil {
		return j, nil, err
	}
	root, err := moduleRoot(dir)
	if err != nil {
		return j, nil, err
	}
	inside, err := filepath.Rel(root, dir)
	if err != nil {
		return j, nil, err
	}
	j = job{Dir: filepath.Join(sourceDir, inside), Env: environment(os.Environ())}
	back = map[string]string{}
	j.Args = append([]string{"/" + filepath.Base(binary)}, mapArgs(args, back)...)
	if cover := os.Getenv("GOCOVERDIR"); cover != "" {
		guest := outDir + "/netonce"
		back[guest] = cover
		j.Env = append(j.Env, "GOCOVERDIR="+guest)
	}
	for guest, host := range back {
		if back[guest], err = filepath.Abs(host); err != nil {
			return j, nil, err
		}
		j.Out = append(j.Out, guest)
	}
	return j, back, nil
}

// mapArgs gives the flags of a test binary that name files to write paths in the
// guest, and notes in back where those belong. The log of the files that a test
// opened is left out: the go command would look for them on the host, to tell
// whether an earlier result still holds.
func mapArgs(args []string, back map[string]string) (mapped []string) {
	for _, a := range args {
		name, value, _ := strings.Cut(a, "=")
		switch strings.TrimLeft(name, "-") {
		case "test.testlogfile":
			continue
		case "test.coverprofile":
			dir := fmt.Sprintf("%s/%d", outDir, len(back))
			back[dir] = filepath.Dir(value)
			a = name + "=" + filepath.Join(dir, filepath.Base(value))
		case "test.gocoverdir", "test.outputdir":
			dir := fmt.Sprintf("%s/%d", outDir, len(back))
			back[dir] = value
			a = name + "=" + dir
		}
		mapped = append(mapped, a)
	}
	return mapped
}

// environment is what of the host's environment the guest gets, and its own.
func environment(host []string) []string {
	env := []string{"PATH=/bin", "HOME=/tmp", "TERM=dumb", "USER=root"}
	for _, e := range host {
		name, _, _ := strings.Cut(e, "=")
		switch {
		case strings.HasPrefix(name, "NETONCE_VM_"):
		case name == "CI", name == "GODEBUG", name == "GOTRACEBACK", strings.HasPrefix(name, "NETONCE_"):
			env = append(env, e)
		}
	}
	return append(env, "NETONCE="+netonce)
}

// testLimit is how long the tests may take: as long as the test binary itself
// allows, which then tells more than the rig can, and a moment.
func testLimit(args []string) time.Duration {
	const moment = 20 * time.Second
	for _, a := range args {
		name, value, _ := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if d, err := time.ParseDuration(value); name == "test.timeout" && err == nil && d > 0 {
			return d + moment
		}
	}
	return 10*time.Minute + moment
}

// moduleRoot is the directory of go.mod.
func moduleRoot(dir string) (string, error) {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("%s is in no Go module", dir)
		}
	}
}
