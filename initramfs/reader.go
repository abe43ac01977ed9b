package initramfs

import (
	"fmt"
	"io/fs"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"netonce/ifcfg"
)

// Source is a text with parameters: the kernel's command line, or a file with more of them.
type Source struct{ Name, Text string }

// Line is the line that a diagnostic of the source is about.
func (s Source) Line(d *ifcfg.Diagnostic) string {
	lines := strings.Split(s.Text, "\n")
	if d.Pos.File != s.Name || d.Pos.Line < 1 || d.Pos.Line > len(lines) {
		return ""
	}
	return lines[d.Pos.Line-1]
}

// Request is what a command line asks for.
type Request struct {
	// Files are the profiles and what goes with them, by name in the directory of profiles.
	Files map[string]string
	// Hostname is the host's name; empty for none.
	Hostname string
	// BootDevice is the interface whose root counts, or the hardware address of its card;
	// empty where none is named.
	BootDevice string
	// Servers are those of root file systems that ip= names, by interface.
	Servers map[string]netip.Addr
	// First says that of several DHCP leases the first will do.
	First bool
	// Renames are the names that cards are to have.
	Renames     []Rename
	Diagnostics []ifcfg.Diagnostic
}

// Load reads the profiles as a host's: checked, and with what each of them means.
func (q Request) Load() (*ifcfg.Host, error) {
	texts := map[string][]byte{}
	for name, text := range q.Files {
		texts[name] = []byte(text)
	}
	return ifcfg.LoadKeeping(ifcfg.Overlay{FS: nothing{}, Instead: texts})
}

// nothing is a tree without a file.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// reader makes profiles of a command line.
type reader struct {
	name     string
	profiles []*profile

	noPeerDNS                             bool
	servers                               []string
	vendorClass                           string
	hostname                              string
	dhcpTimeout, dhcpRetry, deviceTimeout int // seconds, tries, seconds
	needed                                bool
	bootdev                               string
	bootif                                string
	noBootif                              bool
	ibft                                  bool
	single                                bool     // of several leases the first will do
	requiredTime                          string   // milliseconds
	parents                               []string // of VLANs
	routes                                []word
	clientIDs                             []word
	servers4                              map[string]netip.Addr
	renames                               []Rename
	devices                               []string // that ip= names, in its order
	requests                              int      // ip= lines
	found                                 []ifcfg.Diagnostic
}

// Read reads command lines, of which a later one goes before an earlier one; sys is /sys,
// for the addresses that the firmware knows.
func Read(sys fs.FS, sources ...Source) Request {
	r := &reader{dhcpTimeout: 90, dhcpRetry: 1, deviceTimeout: 60, requiredTime: "20000", servers4: map[string]netip.Addr{}}
	table := parameters()
	for _, s := range sources {
		r.name = s.Name
		for _, w := range words(s) {
			if read, known := table[strings.ReplaceAll(w.key, "-", "_")]; known {
				read(r, w)
			}
		}
	}
	r.finish(sys)
	name := r.name
	q := Request{Files: map[string]string{}, Hostname: r.hostname, BootDevice: r.bootDevice(), Servers: r.servers4, First: r.single, Renames: r.renames, Diagnostics: r.found}
	for _, p := range r.profiles {
		if err := ifcfg.CheckInterfaceName(p.device); p.device != "" && err != nil { // it becomes the name of a file, too
			q.Diagnostics = append(q.Diagnostics, ifcfg.Diagnostic{Pos: ifcfg.Pos{File: name}, Severity: ifcfg.Error, Code: "cmdline", Message: err.Error()})
			continue
		}
		maps.Copy(q.Files, p.texts(r))
	}
	return q
}

// parameters are those that are read, each with what reads it; dashes and underscores are
// the same (kernel-parameters.rst).
func parameters() map[string]func(*reader, word) {
	return map[string]func(*reader, word){
		"ip":                         (*reader).ip,
		"bond":                       (*reader).bond,
		"bridge":                     (*reader).bridge,
		"team":                       (*reader).team,
		"vlan":                       (*reader).vlan,
		"ib.pkey":                    (*reader).pkey,
		"nameserver":                 (*reader).nameserver,
		"rd.peerdns":                 func(r *reader, w word) { r.noPeerDNS = !w.on() },
		"rd.route":                   func(r *reader, w word) { r.routes = append(r.routes, w) },
		"ifname":                     (*reader).ifname,
		"bootdev":                    func(r *reader, w word) { r.bootdev = w.value },
		"BOOTIF":                     (*reader).pxe,
		"rd.bootif":                  func(r *reader, w word) { r.noBootif = !w.on() },
		"rd.neednet":                 func(r *reader, w word) { r.needed = w.on() },
		"rd.iscsi.ibft":              func(r *reader, w word) { r.ibft = r.ibft || w.on() },
		"rd.net.timeout.dhcp":        seconds(func(r *reader) *int { return &r.dhcpTimeout }),
		"rd.net.timeout.iflink":      seconds(func(r *reader) *int { return &r.deviceTimeout }),
		"rd.net.dhcp.retry":          seconds(func(r *reader) *int { return &r.dhcpRetry }),
		"rd.net.dhcp.vendor_class":   func(r *reader, w word) { r.vendorClass = w.value },
		"rd.net.dhcp.client_id":      func(r *reader, w word) { r.clientIDs = append(r.clientIDs, w) },
		"rd.ethtool":                 (*reader).ethtool,
		"rd.net.dns":                 (*reader).nameserver,
		"rd.net.timeout.carrier":     unused("each profile has its own time to wait for a carrier"),
		"rd.net.timeout.ifup":        unused("nothing is waited for that has no time of its own"),
		"rd.net.timeout.route":       unused("routes do not come by themselves"),
		"rd.net.timeout.ipv6dad":     unused("it takes as long as the kernel takes"),
		"rd.net.timeout.ipv6auto":    unused("write IPV6_RA_TIMEOUT in a profile"),
		"rd.net.timeout.ip_required": (*reader).requiredTimeout,
		"rd.net.dhcp.dscp":           unused("DHCP packets are sent as they are"),
		"rd.net.dns_backend":         unused("resolv.conf is written, or systemd-resolved is told"),
		"rd.net.dns_resolve_mode":    unused("resolv.conf is written, or systemd-resolved is told"),
		"rd.znet":                    unused("the channel devices of a mainframe are set up by its own rules"),
	}
}

// unused tells of a parameter that does nothing here, and why.
func unused(why string) func(*reader, word) {
	return func(r *reader, w word) { r.warn(w, "not used: %s", why) }
}

// seconds reads a number that is not negative.
func seconds(of func(*reader) *int) func(*reader, word) {
	return func(r *reader, w word) {
		n, err := strconv.Atoi(w.value)
		if err != nil || n < 1 || n > 1<<20 {
			r.fail(w, "%q is not a number of 1 to %d", w.value, 1<<20)
			return
		}
		*of(r) = n
	}
}

func (r *reader) warn(w word, format string, args ...any) { r.tell(w, ifcfg.Warning, format, args) }
func (r *reader) fail(w word, format string, args ...any) { r.tell(w, ifcfg.Error, format, args) }

func (r *reader) tell(w word, s ifcfg.Severity, format string, args []any) {
	r.found = append(r.found, ifcfg.Diagnostic{Pos: w.pos, Severity: s, Code: "cmdline", Message: w.key + ": " + fmt.Sprintf(format, args...)})
}

func (r *reader) find(device string) *profile {
	for _, p := range r.profiles {
		if p.device == device {
			return p
		}
	}
	return nil
}

// add adds a profile, which gets its addresses by itself where nothing else is said.
func (r *reader) add(p profile) *profile {
	p.kind, p.priority = "Ethernet", -100
	p.four, p.six = family{method: automatic, required: true}, family{method: automatic}
	r.profiles = append(r.profiles, &p)
	return &p
}

// named is the profile of an interface.
func (r *reader) named(device string) *profile {
	if p := r.find(device); p != nil {
		return p
	}
	return r.add(profile{id: device, device: device})
}

// forCard is the profile of a card with a hardware address.
func (r *reader) forCard(mac string) *profile {
	for _, p := range r.profiles {
		if p.hardware == mac {
			return p
		}
	}
	return r.add(profile{id: mac, hardware: mac})
}

// all is the profile of every interface that has none of its own.
func (r *reader) all() *profile {
	if r.bootdev != "" {
		return r.named(r.bootdev)
	}
	for _, p := range r.profiles {
		if p.device == "" && p.hardware == "" {
			return p
		}
	}
	return r.add(profile{id: "Wired Connection", multiple: true})
}

// deviceOrAll is named or, without a name, all.
func (r *reader) deviceOrAll(device string) *profile {
	if device == "" {
		return r.all()
	}
	return r.named(device)
}

// main is the profile that is meant where none is named: that of the boot device, else
// that of every interface, else the first.
func (r *reader) main() *profile {
	if p := r.find(r.bootdev); r.bootdev != "" && p != nil {
		return p
	}
	at := slices.IndexFunc(r.profiles, func(p *profile) bool { return p.multiple })
	if at < 0 {
		at = slices.IndexFunc(r.profiles, func(p *profile) bool { return !p.port })
	}
	if at < 0 {
		return nil
	}
	return r.profiles[at]
}
