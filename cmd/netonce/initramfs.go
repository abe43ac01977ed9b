package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"netonce/apply"
	"netonce/apply/atomicfile"
	"netonce/apply/journal"
	"netonce/apply/kernel"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
	"netonce/ifcfg/lists"
	"netonce/initramfs"
)

// form is what the files that others go on with look like, and where they are.
type form struct {
	dir    string
	always bool // who calls has decided that the network is needed
	make   func(all []initramfs.Facts, boot string) map[string]string
}

func forms() map[string]form {
	klibc := func(all []initramfs.Facts, _ string) map[string]string { return initramfs.Klibc(all, state.Uptime()) }
	return map[string]form{
		"dracut":          {"tmp", false, initramfs.Dracut},
		"initramfs-tools": {"run", true, klibc},
		"mkinitcpio":      {"tmp", true, klibc},
	}
}

// inInitramfs configures the network of an initramfs as the kernel's command line asks for
// it, and leaves what those who mount the root file system go on with. The state goes with
// /run to the host, where netonce boot adopts what is up.
func inInitramfs(v *invocation) int {
	log := v.logger()
	f, known := forms()[v.args[0]]
	if !known {
		log.Error(v.args[0] + " is none of " + v.command.args)
		return exitUsage
	}
	sources, err := v.commandLines()
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	given := v.hasProfiles()
	if f.always {
		sources = environment(sources, given)
	}
	q := initramfs.Read(os.DirFS(filepath.Join(v.root, "sys")), sources...)
	tell(log, q.Diagnostics)
	code := exitDone
	if lists.Any(q.Diagnostics, func(d *ifcfg.Diagnostic) bool { return d.Severity == ifcfg.Error }) {
		code = exitFailed
	}
	if len(q.Files) == 0 && !given {
		return code
	}
	release, locked := v.enter(log)
	if release == nil {
		return locked
	}
	defer release()
	if err := errors.Join(v.writeProfiles(q), v.keepProfiles(), v.nameHost(q.Hostname)); err != nil {
		log.Error(err.Error())
		code = exitFailed
	}
	if err := renameCards(log, q.Renames); err != nil {
		log.Error(err.Error())
		code = exitFailed
	}
	v.args, v.first = nil, q.First || f.always // ipconfig goes on with the first answer
	booted, report := v.configureOnce(apply.Boot, log)
	code = max(code, locked, booted)
	if report == nil {
		return code
	}
	if err := v.leave(f, &q, report); err != nil {
		log.Error(err.Error())
		code = max(code, exitFailed)
	}
	return code
}

// hasProfiles reports whether somebody has put profiles into the image.
func (v *invocation) hasProfiles() bool {
	entries, err := os.ReadDir(filepath.Join(v.root, ifcfg.ScriptsDir))
	for n := 0; err == nil && n < len(entries); n++ {
		if ifcfg.IsProfileName(entries[n].Name()) {
			return true
		}
	}
	return false
}

// environment adds what initramfs-tools has from its own files or from the command line, in
// variables (configure_networking): the command line goes first. Without ip= it is DHCP on
// the device.
func environment(sources []initramfs.Source, given bool) []initramfs.Source {
	has, ip := initramfs.Keys(sources...), os.Getenv("IP")
	if ip == "" && !given {
		ip = "dhcp"
	}
	bootif, device := os.Getenv("BOOTIF"), os.Getenv("DEVICE")
	if has["BOOTIF"] || bootif != "" {
		device = ""
	}
	text := ""
	for n, value := range [...]string{ip, bootif, device} {
		if key := [...]string{"ip", "BOOTIF", "bootdev"}[n]; value != "" && !has[key] {
			text += key + `="` + strings.ReplaceAll(value, `"`, "") + "\"\n"
		}
	}
	return append([]initramfs.Source{{Name: "environment", Text: text}}, sources...)
}

// nameHost has the kernel know the host's name.
func (v *invocation) nameHost(name string) error {
	if name == "" {
		return nil
	}
	err := os.WriteFile(filepath.Join(v.root, "proc/sys/kernel/hostname"), []byte(name+"\n"), 0o644)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

// onKernel does something with the kernel's network as it is now.
func onKernel(do func(*kernel.Conn, *network.Snapshot) error) error {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return err
	}
	defer conn.Close()
	now, err := conn.Snapshot(nil)
	if err != nil {
		return err
	}
	return do(conn, now)
}

// renameCards gives cards the names that the command line has for them.
func renameCards(log *journal.Logger, renames []initramfs.Rename) error {
	if len(renames) == 0 {
		return nil
	}
	return onKernel(func(conn *kernel.Conn, now *network.Snapshot) error {
		var errs []error
		for n := range renames {
			r := &renames[n]
			name, err := deviceOf(now, r.MAC), errors.New("no card has this hardware address")
			if name == r.Name {
				continue
			}
			if name != "" {
				err = conn.Rename(now.Interface(name).Link.Index, r.Name)
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: ifname: %s: %s: %w", r.Pos, r.Name, r.MAC, err))
				continue
			}
			log.Info("renamed", "interface", name, "to", r.Name)
		}
		return errors.Join(errs...)
	})
}

// leave writes the files that others go on with, for the interfaces that are up. A file
// that says that all is there comes after those that say what.
func (v *invocation) leave(f form, q *initramfs.Request, report *apply.Report) error {
	store := v.state()
	owned, err := store.Owned()
	if err != nil {
		return err
	}
	var all []initramfs.Facts
	boot := ""
	err = onKernel(func(_ *kernel.Conn, now *network.Snapshot) error {
		boot = deviceOf(now, q.BootDevice)
		for _, l := range now.Links() {
			i, o := now.Interface(l.Name), owned[l.Name]
			if o.Profile == "" || !isUp(i, report) {
				continue
			}
			more := []initramfs.Facts{factsOf(i, &o, q, store)}
			if l.Name == boot {
				all, more = more, all
			}
			all = append(all, more...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	dir := filepath.Join(v.root, f.dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	files := f.make(all, boot)
	for _, marks := range [...]bool{false, true} {
		for name, text := range files {
			if (text == "") == marks {
				errs = append(errs, atomicfile.Write(filepath.Join(dir, name), []byte(text), 0o644))
			}
		}
	}
	return errors.Join(errs...)
}

// deviceOf is the interface that has a name, or the card with a hardware address.
func deviceOf(now *network.Snapshot, name string) string {
	if now.Interface(name) != nil {
		return name
	}
	for _, l := range now.Links() {
		if l.Parent == 0 && strings.EqualFold(l.BurntIn().String(), name) {
			return l.Name
		}
	}
	return ""
}

// isUp reports whether there is an address to work with: where all went well a link-local
// one may be all that was asked for.
func isUp(i *network.Interface, report *apply.Report) bool {
	well := false
	for n := range report.Interfaces {
		r := &report.Interfaces[n]
		well = well || r.Name == i.Link.Name && len(r.Errors) == 0
	}
	return i.Link.Up && i.Link.Master == 0 && lists.Any(i.Addresses, func(a *network.Address) bool {
		return well || !a.Prefix.Addr().IsLinkLocalUnicast()
	})
}

// factsOf gathers what is known of an interface.
func factsOf(i *network.Interface, o *state.Interface, q *initramfs.Request, store *state.Store) initramfs.Facts {
	name := i.Link.Name
	f := initramfs.Facts{Interface: name, Hostname: q.Hostname, Server: q.Servers[name]}
	if i.Link.Parent == 0 {
		f.Hardware = i.Link.MAC.String()
	}
	if !f.Server.IsValid() {
		f.Server = q.Servers[""]
	}
	if o.MTU != 0 {
		f.MTU = i.Link.MTU
	}
	for _, local := range [...]bool{false, true} {
		for n := range i.Addresses {
			a := &i.Addresses[n]
			if a.Prefix.Addr().IsLinkLocalUnicast() != local {
				continue
			}
			f.Addresses = append(f.Addresses, a.Prefix)
			if !f.Broadcast.IsValid() {
				f.Broadcast = a.Broadcast
			}
			f.DHCP6 = f.DHCP6 || a.Prefix.Addr().Is6() && a.Prefix.IsSingleIP() && a.Valid < network.Forever
		}
	}
	sort.SliceStable(i.Routes, func(a, b int) bool { return i.Routes[a].Metric < i.Routes[b].Metric })
	for n := range i.Routes {
		if r := &i.Routes[n]; r.IsDefault() && r.Gateway.IsValid() && r.Protocol != network.ProtocolRA {
			f.Gateways = append(f.Gateways, r.Gateway)
		}
	}
	for n := range o.DNS {
		s := &o.DNS[n]
		f.DNS, f.Search = append(f.DNS, s.Servers...), append(f.Search, s.Search...)
		f.Domain = cmp.Or(f.Domain, strings.Join(s.Domains, " "))
	}
	if l, ok, _ := store.Lease(name, state.Uptime()); ok {
		f.Hostname, f.Lease = cmp.Or(f.Hostname, l.Lease.Hostname), &l.Lease
	}
	return f
}
