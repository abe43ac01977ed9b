package resolv

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
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
	transport, err := (&net.Dialer{}).DialContext(ctx, "unix", socket)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", socket, rawError(err))
	}
	// godbus reads the answers to its authentication without regard to a
	// context; the socket's own deadline ends those reads too.
	if deadline, ok := ctx.Deadline(); ok {
		transport.SetDeadline(deadline)
	}
	conn, err := dbus.NewConn(transport, dbus.WithContext(ctx))
	if err != nil {
		transport.Close()
		return nil, fmt.Errorf("%s: %w", socket, err)
	}
	b := busResolver{conn}
	if err := b.greet(ctx); err != nil {
		conn.Close()
		return nil, fmt.Errorf("%s: %w", socket, err)
	}
	return b, nil
}

func (b busResolver) greet(ctx context.Context) error {
	if err := b.conn.Auth(nil); err != nil {
		return fmt.Errorf("authentication: %w", rawError(err))
	}
	if err := b.conn.Hello(); err != nil {
		return fmt.Errorf("hello: %w", err)
	}
	var owned bool
	call := b.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, resolveName)
	if err := call.Store(&owned); err != nil {
		return fmt.Errorf("NameHasOwner: %w", err)
	}
	if !owned {
		return errNotRunning
	}
	return nil
}

// Close ends the connection.
func (b busResolver) Close() error { return b.conn.Close() }

// Link reads what systemd-resolved holds for a link.
func (b busResolver) Link(ctx context.Context, index int) (linkDNS, error) {
	var path dbus.ObjectPath
	call := b.call(ctx, resolvePath, resolveManager+".GetLink", int32(index))
	if err := call.Store(&path); err != nil {
		return linkDNS{}, fmt.Errorf("GetLink: %w", err)
	}
	var properties map[string]dbus.Variant
	call = b.call(ctx, path, "org.freedesktop.DBus.Properties.GetAll", resolveLink)
	if err := call.Store(&properties); err != nil {
		return linkDNS{}, fmt.Errorf("properties: %w", err)
	}
	return readLinkDNS(properties)
}

// unknownLink reports whether systemd-resolved says that there is no such link.
func unknownLink(err error) bool {
	var answer dbus.Error
	return errors.As(err, &answer) && answer.Name == resolveName+".NoSuchLink"
}

// address is a server on the bus, a(iay).
type address struct {
	Family int32
	Bytes  []byte
}

// readLinkDNS takes the properties of a link apart; one that is missing counts
// as empty.
func readLinkDNS(properties map[string]dbus.Variant) (linkDNS, error) {
	var l linkDNS
	var servers []address
	for _, p := range []struct {
		name string
		into any
	}{{"DNS", &servers}, {"Domains", &l.domains}, {"DefaultRoute", &l.defaultRoute}} {
		if v, ok := properties[p.name]; ok {
			if err := v.Store(p.into); err != nil {
				return l, fmt.Errorf("property %s: %w", p.name, err)
			}
		}
	}
	_, known := properties["DefaultRoute"]
	l.noDefault = !known
	for _, s := range servers {
		if a, ok := netip.AddrFromSlice(s.Bytes); ok {
			l.servers = append(l.servers, a)
		}
	}
	return l, nil
}

// SetServers gives a link its servers, in place of those it has.
func (b busResolver) SetServers(ctx context.Context, index int, servers []netip.Addr) error {
	list := make([]address, 0, len(servers))
	for _, a := range servers {
		family := int32(unix.AF_INET6)
		if a.Is4() {
			family = unix.AF_INET
		}
		list = append(list, address{family, a.AsSlice()})
	}
	return b.set(ctx, "SetLinkDNS", int32(index), list)
}

// SetDomains gives a link its domains, in place of those it has.
func (b busResolver) SetDomains(ctx context.Context, index int, domains []domain) error {
	if domains == nil {
		domains = []domain{} // nil has no type on the bus
	}
	return b.set(ctx, "SetLinkDomains", int32(index), domains)
}

// SetDefaultRoute says whether a link is asked for names that no link claims.
func (b busResolver) SetDefaultRoute(ctx context.Context, index int, on bool) error {
	return b.set(ctx, "SetLinkDefaultRoute", int32(index), on)
}

func (b busResolver) set(ctx context.Context, method string, args ...any) error {
	if err := b.call(ctx, resolvePath, resolveManager+"."+method, args...).Err; err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	return nil
}

func (b busResolver) call(ctx context.Context, path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	return b.conn.Object(resolveName, path).CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
}

// rawError leaves out the operation and addresses that package net wraps around
// the kernel's words.
func rawError(err error) error {
	var opErr *net.OpError
	if errors.As(err, &opErr) {
		return opErr.Err
	}
	return err
}
