package dhcp4

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/insomniacslk/dhcp/dhcpv4"
	"github.com/insomniacslk/dhcp/iana"

	"netonce/apply/dhcp"
	"netonce/apply/dnsname"
)

// infinibandAddr is how many bytes an IPoIB address has. It does not fit chaddr,
// which stays empty then (RFC 4390 2.1).
const infinibandAddr = 20

// maxMessage is option 57, the largest message taken, in bytes. It fits an
// Ethernet frame whether a server counts IP and UDP headers in or not.
const maxMessage = 1472

// parameterRequest is option 55, much as NetworkManager sends it. 121 must stand
// before 3 and 33 (RFC 3442): servers fill the message in this order.
var parameterRequest = []byte{1, 121, 249, 3, 33, 6, 12, 15, 26, 28, 42, 119, 51, 54, 58, 59}

// defaultClientID is what stands for a nil Config.ClientID: hardware type and
// address (RFC 2132 9.14), of an InfiniBand address only the port's GUID, since the
// rest changes.
func defaultClientID(addr net.HardwareAddr) []byte {
	if len(addr) == infinibandAddr {
		return append([]byte{byte(iana.HWTypeInfiniband)}, addr[infinibandAddr-8:]...)
	}
	return append([]byte{byte(iana.HWTypeEthernet)}, addr...)
}

// check refuses what cannot be put in a message.
func (c *Config) check() error {
	switch {
	case len(c.HardwareAddr) != infinibandAddr && len(c.HardwareAddr) > dhcpv4.MaxHWAddrLen:
		return fmt.Errorf("hardware address %v: %d bytes", c.HardwareAddr, len(c.HardwareAddr))
	case len(c.HardwareAddr) == 0 && len(c.ClientID) == 0:
		return dhcp.Reason("neither hardware address nor client identifier")
	case len(c.ClientID) > 255:
		return fmt.Errorf("client identifier: %d bytes, at most 255", len(c.ClientID))
	}
	return nil
}

// clean leaves out what cannot be sent and can be missed, with a note each: no
// lease would be worse than one without a name.
func (c *Config) clean() (notes []string) {
	if len(c.VendorClass) > 255 {
		notes = append(notes, fmt.Sprintf("vendor class: %d bytes, at most 255", len(c.VendorClass)))
		c.VendorClass = ""
	}
	if len(c.Hostname) > 255 {
		notes = append(notes, fmt.Sprintf("host name: %d bytes, at most 255", len(c.Hostname)))
		c.Hostname = ""
	}
	if c.FQDN != "" && !dnsname.Valid(strings.TrimSuffix(c.FQDN, ".")) {
		notes = append(notes, fmt.Sprintf("domain name %q: not a name", clip([]byte(c.FQDN))))
		c.FQDN = ""
	}
	return notes
}

// infiniband reports whether the link is IPoIB, going by the address alone.
func (c *Config) infiniband() bool { return len(c.HardwareAddr) == infinibandAddr }

// sentHardwareAddr is chaddr.
func (c *Config) sentHardwareAddr() net.HardwareAddr {
	if c.infiniband() {
		return net.HardwareAddr{}
	}
	return c.HardwareAddr
}

// message is what DISCOVER and REQUEST have in common (RFC 2131 4.4.1, table 5).
func (m *Machine) message(kind dhcpv4.MessageType) *dhcpv4.DHCPv4 {
	msg := &dhcpv4.DHCPv4{
		OpCode:        dhcpv4.OpcodeBootRequest,
		HWType:        iana.HWTypeEthernet,
		ClientHWAddr:  m.cfg.sentHardwareAddr(),
		TransactionID: m.xid,
		NumSeconds:    m.secs,
		Options:       dhcpv4.Options{},
	}
	if m.cfg.infiniband() {
		msg.HWType = iana.HWTypeInfiniband
	}
	if m.cfg.Broadcast || m.cfg.infiniband() {
		msg.SetBroadcast()
	}
	set := func(code uint8, value []byte) { msg.Options[code] = value }
	set(optDHCPMessageType, []byte{byte(kind)})
	if len(m.cfg.ClientID) > 0 {
		set(optClientIdentifier, m.cfg.ClientID)
	}
	set(optParameterRequestList, m.parameters())
	if !m.cfg.Anonymous {
		set(optMaximumDHCPMessageSize, binary.BigEndian.AppendUint16(nil, maxMessage))
	}
	if m.cfg.VendorClass != "" {
		set(optClassIdentifier, []byte(m.cfg.VendorClass))
	}
	switch {
	case m.cfg.FQDN != "":
		set(optFQDN, fqdnOption(m.cfg.FQDN))
	case m.cfg.Hostname != "":
		set(optHostName, []byte(m.cfg.Hostname))
	}
	return msg
}

// discover is a DISCOVER, which asks for an address of old if there is one.
func (m *Machine) discover() *dhcpv4.DHCPv4 {
	msg := m.message(dhcpv4.MessageTypeDiscover)
	if m.tries%2 == 1 && !m.cfg.Anonymous { // the first and every other, should a server trip over it
		msg.Options[optRapidCommit] = []byte{} // RFC 4039
	}
	if m.cfg.Requested.IsValid() {
		msg.Options[optRequestedIPAddress] = m.cfg.Requested.AsSlice()
	}
	return msg
}

// offer is what of an OFFER the REQUEST needs.
type offer struct {
	server, address netip.Addr
}

// fqdnOption is option 81 (RFC 4702 2): flags S, the server is to register the
// name, and E, the name is in wire form; two result codes that are the server's to
// fill in; the name, ended by the root only if it is a full one.
func fqdnOption(name string) []byte {
	const flagS, flagE = 1, 4
	v := dnsname.AppendLabels([]byte{flagS | flagE, 0, 0}, strings.TrimSuffix(name, "."))
	if strings.Contains(name, ".") {
		v = append(v, 0)
	}
	return v
}

// secondsSince is the secs field: whole seconds since start (RFC 2131 2), which
// stop counting where the field ends.
func secondsSince(start, now time.Time) uint16 {
	return uint16(min(max(now.Sub(start)/time.Second, 0), 1<<16-1))
}
