package main

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"netonce/apply"
	"netonce/apply/journal"
	"netonce/apply/kernel"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/cmd/netonce/nmcli"
	"netonce/ifcfg"
	"netonce/ifcfg/property"
)

// runNmcli carries out a command line of nmcli's grammar, given to nmcli or to
// netonce.
func runNmcli(program string, args []string, stdout, stderr io.Writer) int {
	return nmcli.Run(program, args, func(o nmcli.Own) nmcli.System {
		v := &invocation{stdout: stdout, stderr: stderr, root: o.Root, verbose: o.Verbose, force: o.Force, command: command{name: "nmcli"}}
		v.progress = v.newProgress()
		return nmcliSystem{v}
	}, stdout, stderr)
}

// verbosely spells the -v of netonce's command lines out, before the object: to
// nmcli it is --version.
func verbosely(args []string) []string {
	args = slices.Clone(args)
	for i, a := range args {
		if nmcli.IsObject(args[i:i+1], isCommand) {
			break
		}
		if a == "-v" {
			args[i] = "--verbose"
		}
	}
	return args
}

// nmcliSystem is this machine as nmcli's commands need it. What a run logs is not
// shown, unless that is asked for: nmcli's own messages say what became of it.
type nmcliSystem struct{ *invocation }

func (s nmcliSystem) Terminal() bool { return s.color(s.stdout) }

func (s nmcliSystem) Files() (*ifcfg.Host, error) { return ifcfg.LoadKeeping(os.DirFS(s.root)) }

func (s nmcliSystem) Dir() property.Dir { return profileDir(filepath.Join(s.root, ifcfg.ScriptsDir)) }

// editLimit is how long to wait for another editor, who has no more to do than to
// write a file.
const editLimit = 10 * time.Second

func (s nmcliSystem) Edit() (release func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), editLimit)
	defer cancel()
	return state.Open(s.root, "").LockProfiles(ctx, s.command.name)
}

func (s nmcliSystem) Facts() (*nmcli.Facts, error) {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	f := &nmcli.Facts{Now: time.Now(), Uptime: state.Uptime(), Leases: map[string]state.Lease{}, Leases6: map[string]state.Lease6{}}
	if f.Network, err = conn.Snapshot(network.PlainRoutes()); err != nil {
		return nil, err
	}
	if f.Hostname, err = os.Hostname(); err != nil {
		return nil, err
	}
	store := s.state()
	if f.Owned, err = store.Owned(); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(f.Owned)) {
		lease, ok, err := store.Lease(name, f.Uptime)
		if err != nil {
			return nil, err
		}
		if ok {
			f.Leases[name] = lease
		}
		lease6, ok, err := store.Lease6(name, f.Uptime)
		if err != nil {
			return nil, err
		}
		if ok {
			f.Leases6[name] = lease6
		}
	}
	links := f.Network.Links()
	f.Drivers = drivers(links)
	for _, l := range links {
		l.Driver, l.Path = s.device(l)
		f.Network.SetLink(l)
	}
	return f, nil
}

func (s nmcliSystem) Configure(r nmcli.Request) (*apply.Report, error) {
	ctx := context.Background()
	if r.Limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.Limit)
		defer cancel()
	}
	if err := kernel.CheckPermission(); err != nil {
		return nil, err
	}
	var log *journal.Logger // what goes wrong is in the report
	if s.verbose {
		log = s.logger()
	}
	release, err := s.locked(ctx, log)
	if release == nil {
		return nil, err
	}
	defer release()
	scene, err := s.open(log)
	if err != nil {
		return nil, err
	}
	defer scene.close()
	if r.Instead != nil {
		if scene.files, err = ifcfg.Load(ifcfg.Overlay{FS: os.DirFS(s.root), Instead: r.Instead}); err != nil {
			return nil, err
		}
	}
	scene.host.Waiting = s.progress.waiting
	defer s.progress.waiting("")
	request := scene.request(r.Mode, r.Profiles...)
	request.Force = s.force
	return s.runHost(ctx, scene, request)
}
