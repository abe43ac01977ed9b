package kernel

import (
	"errors"
	"fmt"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

var errShort = errors.New("netlink: message too short for its kind")

// Conn speaks to the kernel of the network namespace it was opened in, over one
// netlink socket, and another for ethtool. It is not safe for concurrent use.
type Conn struct {
	socket  *socket
	ethtool *family // nil until it is needed
	proc    string
}

// Open opens the netlink socket. Sysctls are read and written below proc/sys, usually
// "/proc", and what cards have below the directory sys beside it.
func Open(proc string) (*Conn, error) {
	s, err := openSocket(unix.NETLINK_ROUTE)
	if err != nil {
		return nil, err
	}
	return &Conn{socket: s, proc: proc}, nil
}

// Close closes the sockets.
func (c *Conn) Close() error {
	err := c.socket.close()
	if c.ethtool != nil {
		err = errors.Join(err, c.ethtool.close())
	}
	return err
}

// Snapshot reads links, addresses and the routes of the groups, nil for all. Routes of
// the local table and those that netonce never makes (multipath, encapsulating) are left
// out.
func (c *Conn) Snapshot(groups []network.RouteGroup) (*network.Snapshot, error) {
	s := network.NewSnapshot()
	if err := c.links(s); err != nil {
		return nil, err
	}
	if err := c.addresses(s); err != nil {
		return nil, err
	}
	return s, c.routes(s, groups)
}

func (c *Conn) links(s *network.Snapshot) error {
	restart := func() { *s = *network.NewSnapshot() }
	return wrap("reading links", c.socket.dump(linkDump(), restart, func(kind uint16, b []byte) error {
		l, err := parseLink(b)
		if err == nil && kind == unix.RTM_NEWLINK {
			s.SetLink(l)
		}
		return err
	}))
}

func (c *Conn) addresses(s *network.Snapshot) error {
	return wrap("reading addresses", c.socket.dump(addressDump(), s.DropAddresses, func(kind uint16, b []byte) error {
		a, index, err := parseAddress(b)
		if errors.Is(err, errNoAddress) {
			return nil
		}
		if i := s.ByIndex(index); err == nil && kind == unix.RTM_NEWADDR && i != nil {
			a.Interface = i.Link.Name
			i.Addresses = append(i.Addresses, a)
		}
		return err
	}))
}

// Apply makes the changes in their order and returns the kernel's answer to
// each, nil for done. One that is refused does not stop the others.
func (c *Conn) Apply(changes []network.Change) []error {
	errs := make([]error, len(changes))
	for from := 0; from < len(changes); {
		if s := changes[from].Sysctl; s != nil {
			errs[from] = c.setSysctl(*s)
			from++
			continue
		}
		if e := changes[from].Ethtool; e != nil {
			errs[from] = c.setEthtool(changes[from].Index, e)
			from++
			continue
		}
		to := from + 1
		for to < len(changes) && to-from < batchMessages && changes[to].Sysctl == nil && changes[to].Ethtool == nil {
			to++
		}
		c.batch(changes[from:to], errs[from:to])
		from = to
	}
	return errs
}

// batch sends changes in one datagram.
func (c *Conn) batch(changes []network.Change, errs []error) {
	requests := make([]*nl.NetlinkRequest, len(changes))
	for i, change := range changes {
		requests[i] = request(change)
	}
	copy(errs, c.socket.exchange(requests))
	c.retryDown(changes, errs)
}

func request(c network.Change) *nl.NetlinkRequest {
	switch {
	case c.Link != nil && c.Op == network.OpDelete:
		return linkDelete(c.Index)
	case c.Link != nil:
		return linkSet(c.Index, *c.Link)
	case c.Address != nil && c.Op == network.OpDelete:
		return addressDelete(c.Index, *c.Address)
	case c.Address != nil:
		return addressSet(c.Index, *c.Address)
	case c.Rule != nil && c.Op == network.OpDelete:
		return ruleDelete(*c.Rule)
	case c.Rule != nil:
		return ruleAdd(*c.Rule)
	case c.Traffic != nil:
		return trafficMessage(c.Index, c.Op, *c.Traffic)
	case c.VLAN != nil && c.Op == network.OpDelete:
		return vlanMessage(c.Index, *c.VLAN, unix.RTM_DELLINK)
	case c.VLAN != nil:
		return vlanMessage(c.Index, *c.VLAN, unix.RTM_SETLINK)
	case c.Op == network.OpDelete:
		return routeDelete(c.Index, *c.Route)
	}
	return routeAdd(c.Index, *c.Route)
}

// retryDown sets a hardware address again with the link down, where the driver
// cannot change it while the link is up (EBUSY from eth_prepare_mac_addr_change).
func (c *Conn) retryDown(changes []network.Change, errs []error) {
	for i, change := range changes {
		if change.Link == nil || change.Link.MAC == nil || !errors.Is(errs[i], unix.EBUSY) {
			continue
		}
		up := *change.Link
		up.Up = true
		answers := c.socket.exchange([]*nl.NetlinkRequest{linkSet(change.Index, network.LinkChange{Down: true}), linkSet(change.Index, up)})
		errs[i] = errors.Join(answers...)
	}
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
