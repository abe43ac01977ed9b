package resolv

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"

	"golang.org/x/sys/unix"
	"netonce/apply/dbus"
)

const (
	resolveName    = "org.freedesktop.resolve1"
	resolvePath    = "/org/freedesktop/resolve1"
	resolveManager = "org.freedesktop.resolve1.Manager"
	resolveLink    = "org.freedesktop.resolve1.Link"
)

// errNotRunning says that nobody owns systemd-resolved's name.
var errNotRunning = errors.New("systemd-resolved is not running")

// busResolver is systemd-resolved behind the system bus.
type busResolver struct {
	conn *dbus.Conn
}

// dialResolved connects to the system bus below root and makes sure that
// systemd-resolved is there. It never has the bus start it: whether it runs is
// the administrator's choice, and a start inside the boot could wait for us.
func dialResolved(ctx context.Context, root string) (resolver, error) {
	socket := filepath.Join(root, "run/dbus/system_bus_socket")
	conn, err := dbus.Dial(ctx, socket)
	if err != nil {
		return nil, err
	}
	owned, err := conn.NameHasOwner(ctx, resolveName)
	if err == nil && !owned {
		err = errNotRunning
	}
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", socket, err)
	}
	return busResolver{conn}, nil
}

// Close ends the connection.
func (b busResolver) Close() error { return b.conn.Close() }

// Link reads what systemd-resolved holds for a link.
func (b busResolver) Link(ctx context.Context, index int) (linkDNS, error) {
	get := dbus.Call{Path: resolvePath, Interface: resolveManager, Method: "GetLink", Signature: "i", Reply: "o"}
	get.Args.Int32(int32(index))
	answer, err := b.call(ctx, get)
	if err != nil {
		return linkDNS{}, fmt.Errorf("GetLink: %w", err)
	}
	all := dbus.Call{
		Path: answer.Path(), Interface: "org.freedesktop.DBus.Properties", Method: "GetAll", Signature: "s", Reply: "a{sv}",
	}
	all.Args.String(resolveLink)
	if answer, err = b.call(ctx, all); err != nil {
		return linkDNS{}, fmt.Errorf("properties: %w", err)
	}
	return readLinkDNS(answer)
}

// unknownLink reports whether systemd-resolved says that there is no such link.
func unknownLink(err error) bool {
	var answer dbus.Error
	return errors.As(err, &answer) && answer.Name == resolveName+".NoSuchLink"
}

// readLinkDNS takes the properties of a link apart; one that is missing counts
// as empty.
func readLinkDNS(properties *dbus.Reader) (linkDNS, error) {
	l := linkDNS{noDefault: true}
	wanted := map[string]struct {
		signature string
		read      func()
	}{
		"DNS":          {"a(iay)", func() { l.servers = readServers(properties) }},
		"Domains":      {"a(sb)", func() { l.domains = readDomains(properties) }},
		"DefaultRoute": {"b", func() { l.defaultRoute, l.noDefault = properties.Bool(), false }},
	}
	for range properties.Array("{sv}") {
		name, signature := properties.String(), properties.Variant()
		p, ok := wanted[name]
		switch {
		case !ok:
			properties.Skip(signature)
		case signature != p.signature:
			return l, fmt.Errorf("property %s: type %q, not %q", name, signature, p.signature)
		default:
			p.read()
		}
	}
	return l, properties.Err()
}

// readServers reads a(iay). What is no address is none that we gave.
func readServers(r *dbus.Reader) []netip.Addr {
	var servers []netip.Addr
	for range r.Array("(iay)") {
		_ = r.Int32() // the family, which the length says too
		if a, ok := netip.AddrFromSlice(r.Bytes()); ok {
			servers = append(servers, a)
		}
	}
	return servers
}

// readDomains reads a(sb).
func readDomains(r *dbus.Reader) []domain {
	var domains []domain
	for range r.Array("(sb)") {
		domains = append(domains, domain{Name: r.String(), Routing: r.Bool()})
	}
	return domains
}

// SetServers gives a link its servers, in place of those it has.
func (b busResolver) SetServers(ctx context.Context, index int, servers []netip.Addr) error {
	return b.set(ctx, "SetLinkDNS", index, "a(iay)", func(w *dbus.Writer) {
		w.Array("(iay)", func() {
			for _, a := range servers {
				family := int32(unix.AF_INET6)
				if a.Is4() {
					family = unix.AF_INET
				}
				w.Struct()
				w.Int32(family)
				w.Bytes(a.AsSlice())
			}
		})
	})
}

// SetDomains gives a link its domains, in place of those it has.
func (b busResolver) SetDomains(ctx context.Context, index int, domains []domain) error {
	return b.set(ctx, "SetLinkDomains", index, "a(sb)", func(w *dbus.Writer) {
		w.Array("(sb)", func() {
			for _, d := range domains {
				w.Struct()
				w.String(d.Name)
				w.Bool(d.Routing)
			}
		})
	})
}

// SetDefaultRoute says whether a link is asked for names that no link claims.
func (b busResolver) SetDefaultRoute(ctx context.Context, index int, on bool) error {
	return b.set(ctx, "SetLinkDefaultRoute", index, "b", func(w *dbus.Writer) { w.Bool(on) })
}

// set calls a method that takes a link's index and one value.
func (b busResolver) set(ctx context.Context, method string, index int, signature string, value func(*dbus.Writer)) error {
	set := dbus.Call{Path: resolvePath, Interface: resolveManager, Method: method, Signature: "i" + signature}
	set.Args.Int32(int32(index))
	value(&set.Args)
	if _, err := b.call(ctx, set); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

func (b busResolver) call(ctx context.Context, call dbus.Call) (*dbus.Reader, error) {
	call.Destination, call.NoAutoStart = resolveName, true
	return b.conn.Call(ctx, call)
}
