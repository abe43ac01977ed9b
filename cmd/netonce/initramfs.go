package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"netonce/apply"
	"netonce/apply/atomicfile"
	"netonce/apply/journal"
	"netonce/apply/kernel"
	"netonce/apply/network"
	"netonce/apply/state"
	"netonce/ifcfg"
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
		log.Error(fmt.Sprintf("%q is none of %s", v.args[0], strings.Join(slices.Sorted(maps.Keys(forms())), ", ")))
		return exitUsage
	}
	sources, err := v.commandLines()
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	given := v.hasProfiles()
	if f.always {
		sources = v.environment(sources, given)
	}
	q := initramfs.Read(os.DirFS(filepath.Join(v.root, "sys")), sources...)
	code := tellRequest(log, q)
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
	if err := v.leave(f, q, report); err != nil {
		log.Error(err.Error())
		code = max(code, exitFailed)
	}
	return code
}

// tellRequest logs what is wrong with a command line.
func tellRequest(log *journal.Logger, q initramfs.Request) (code int) {
	for n := range q.Diagnostics {
		d := &q.Diagnostics[n]
		if d.Severity == ifcfg.Error {
			code = exitFailed
			log.Error(d.Error())
			continue
		}
		log.Warn(d.Error())
	}
	return code
}

// hasProfiles reports whether somebody has put profiles into the image.
func (v *invocation) hasProfiles() bool {
	entries, err := os.ReadDir(filepath.Join(v.root, ifcfg.ScriptsDir))
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return ifcfg.IsProfileName(e.Name()) })
}

// environment adds what initramfs-tools has from its own files or from the command line, in
// variables (configure_networking): the command line goes first. Without ip= it is DHCP on
// the device.
func (v *invocation) environment(sources []initramfs.Source, given bool) []initramfs.Source {
	add := func(name, key, value string) {
		if value != "" {
			sources = append([]initramfs.Source{{Name: name, Text: key + `="` + strings.ReplaceAll(value, `"`, "") + `"`}}, sources...)
		}
	}
	has := initramfs.Keys(sources...)
	if !has["ip"] {
		ip := os.Getenv("IP")
		if ip == "" && !given {
			ip = "dhcp"
		}
		add("IP", "ip", ip)
	}
	if !has["BOOTIF"] {
		add("BOOTIF", "BOOTIF", os.Getenv("BOOTIF"))
	}
	if !has["bootdev"] && !has["BOOTIF"] && os.Getenv("BOOTIF") == "" {
		add("DEVICE", "bootdev", os.Getenv("DEVICE"))
	}
	return sources
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

// renameCards gives cards the names that the command line has for them.
func renameCards(log *journal.Logger, renames []initramfs.Rename) error {
	if len(renames) == 0 {
		return nil
	}
	conn, err := kernel.Open("/proc")
	if err != nil {
		return err
	}
	defer conn.Close()
	now, err := conn.Snapshot([]network.RouteGroup{})
	if err != nil {
		return err
	}
	var errs []error
	for _, r := range renames {
		links := now.Links()
		at := slices.IndexFunc(links, func(l network.Link) bool { return l.Kind != "vlan" && bytes.Equal(l.BurntIn(), r.MAC) })
		switch {
		case at < 0:
			err = errors.New("no card has this hardware address")
		case links[at].Name == r.Name:
			continue
		default:
			err = conn.Rename(links[at].Index, r.Name)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: ifname: %s:%s: %w", r.Pos, r.Name, r.MAC, err))
			continue
		}
		log.Info("renamed", "interface", links[at].Name, "to", r.Name)
	}
	return errors.Join(errs...)
}

// leave writes the files that others go on with, for the interfaces that are up. A file
// that says that all is there comes after those that say what.
func (v *invocation) leave(f form, q initramfs.Request, report *apply.Report) error {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return err
	}
	defer conn.Close()
	now, err := conn.Snapshot(nil)
	if err != nil {
		return err
	}
	store := state.Open(v.root, state.BootID())
	owned, err := store.Owned()
	if err != nil {
		return err
	}
	boot := deviceOf(now, q.BootDevice)
	var all []initramfs.Facts
	for _, l := range now.Links() {
		i := now.Interface(l.Name)
		if o, ours := owned[l.Name]; ours && isUp(i, report) {
			all = append(all, factsOf(i, o, q, store))
		}
	}
	sort.SliceStable(all, func(a, b int) bool { return all[a].Interface == boot && all[b].Interface != boot })
	files := f.make(all, boot)
	dir := filepath.Join(v.root, f.dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var errs []error
	names := slices.Sorted(maps.Keys(files))
	sort.SliceStable(names, func(a, b int) bool { return files[names[a]] != "" && files[names[b]] == "" })
	for _, name := range names {
		errs = append(errs, atomicfile.Write(filepath.Join(dir, name), []byte(files[name]), 0o644))
	}
	return errors.Join(errs...)
}

// deviceOf is the interface that has a name or a hardware address.
func deviceOf(now *network.Snapshot, name string) string {
	if now.Interface(name) != nil {
		return name
	}
	for _, l := range now.Links() {
		if strings.EqualFold(l.BurntIn().String(), name) && l.Kind != "vlan" {
			return l.Name
		}
	}
	return ""
}

// isUp reports whether there is an address to work with: where all went well a link-local
// one may be all that was asked for.
func isUp(i *network.Interface, report *apply.Report) bool {
	well := slices.ContainsFunc(report.Interfaces, func(r apply.InterfaceReport) bool { return r.Name == i.Link.Name && len(r.Errors) == 0 })
	return i.Link.Up && i.Link.Master == 0 && slices.ContainsFunc(i.Addresses, func(a network.Address) bool {
		return well || !a.Prefix.Addr().IsLinkLocalUnicast()
	})
}

// factsOf gathers what is known of an interface.
func factsOf(i *network.Interface, o state.Interface, q initramfs.Request, store *state.Store) initramfs.Facts {
	name := i.Link.Name
	f := initramfs.Facts{Interface: name, Hostname: q.Hostname, Server: q.Servers[name]}
	if f.Hardware = i.Link.MAC.String(); i.Link.Kind == "vlan" {
		f.Hardware = ""
	}
	if !f.Server.IsValid() {
		f.Server = q.Servers[""]
	}
	if o.MTU != 0 {
		f.MTU = i.Link.MTU
	}
	var local []netip.Prefix
	for _, a := range i.Addresses {
		switch {
		case a.Prefix.Addr().IsLinkLocalUnicast():
			local = append(local, a.Prefix)
			continue
		case a.Prefix.Addr().Is4() && !f.Broadcast.IsValid():
			f.Broadcast = a.Broadcast
		}
		f.Addresses = append(f.Addresses, a.Prefix)
	}
	f.Addresses = append(f.Addresses, local...)
	routes := slices.Clone(i.Routes)
	sort.SliceStable(routes, func(a, b int) bool { return routes[a].Metric < routes[b].Metric })
	for n := range routes {
		if r := &routes[n]; r.IsDefault() && r.Gateway.IsValid() && r.Protocol != network.ProtocolRA && !slices.Contains(f.Gateways, r.Gateway) {
			f.Gateways = append(f.Gateways, r.Gateway)
		}
	}
	for _, s := range o.DNS {
		f.DNS = append(f.DNS, s.Servers...)
		for _, d := range s.Search {
			if !strings.HasPrefix(d, "~") {
				f.Search = append(f.Search, d)
			}
		}
		if f.Domain == "" && len(s.Domains) > 0 {
			f.Domain = s.Domains[0]
		}
		f.DHCP6 = f.DHCP6 || s.Origin == "dhcp6"
	}
	if l, ok, _ := store.Lease(name, state.Uptime()); ok {
		f.Hostname = cmp.Or(f.Hostname, l.Lease.Hostname)
		f.Lease = &initramfs.Lease{Server: l.Lease.Server, NextServer: l.Lease.NextServer, RootPath: l.Lease.RootPath, BootFile: l.Lease.BootFile, Lifetime: l.Lease.Lifetime}
	}
	if l, ok, _ := store.Lease6(name, state.Uptime()); ok {
		f.DHCP6 = f.DHCP6 || !l.Informs()
	}
	return f
}
