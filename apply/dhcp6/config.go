package dhcp6

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"netonce/apply/dhcp"
	"netonce/apply/dnsname"
)

// Config says for which interface what is wanted and what to tell the server.
type Config struct {
	// Interface is the name of the interface, for messages only.
	Interface string
	// DUID identifies the host (RFC 8415 11), 3 to 130 bytes.
	DUID []byte
	// IAID identifies the interface within the host (RFC 8415 12); both identity
	// associations have it, as they are of different kinds.
	IAID uint32
	// Address asks for addresses (IA_NA), Delegate for prefixes (IA_PD).
	Address, Delegate bool
	// Hint is a prefix to ask for, or with the address :: only a length; the zero Prefix
	// leaves both to the server.
	Hint netip.Prefix
	// Information asks for nothing but DNS and NTP servers; it goes with neither of
	// the above.
	Information bool
	// FQDN is option 39 (RFC 4704), the host's name for the server to register; "" sends
	// none.
	FQDN string
	// FQDNFlags are option 39's, FlagS and FlagN.
	FQDNFlags byte
	// Former is a lease to keep; nil for none. A server that refuses it gives another.
	Former *Former
	// NoRapid has leases always take four messages, not two (RFC 8415 21.14).
	NoRapid bool
	// Anew is how long to go on after a server has refused Former; 0 is as Timeout says.
	Anew time.Duration
	// Timeout is when to give up, counted from the call of Acquire; 0 means never.
	Timeout time.Duration
}

// Flags of option 39 that a client sets (RFC 4704 4.1): the server is to register
// addresses for the name, or nothing at all.
const (
	FlagS byte = 1 << 0
	FlagN byte = 1 << 2
)

// check refuses what makes no request.
func (c *Config) check() error {
	switch {
	case !validDUID(c.DUID):
		return fmt.Errorf("DUID: %d bytes, want %d to %d", len(c.DUID), minDUID, maxDUID)
	case c.Information && (c.Address || c.Delegate):
		return dhcp.Reason("mere information and more than that asked for")
	case !c.Information && !c.Address && !c.Delegate:
		return dhcp.Reason("nothing asked for")
	}
	return nil
}

// clean leaves out what cannot be sent and can be missed, with a note each: no
// lease would be worse than one without a name.
func (c *Config) clean() (notes []string) {
	if c.FQDN != "" && !dnsname.Valid(strings.TrimSuffix(c.FQDN, ".")) {
		notes = append(notes, "domain name "+quoted([]byte(c.FQDN))+": not a name")
		c.FQDN = ""
	}
	if c.FQDNFlags &= FlagS | FlagN; c.FQDNFlags&FlagN != 0 {
		c.FQDNFlags = FlagN // RFC 4704 4.1: S must be 0 then
	}
	if c.Hint != (netip.Prefix{}) && !validHint(c.Hint) {
		notes = append(notes, fmt.Sprintf("prefix %v: not one to ask for", c.Hint))
		c.Hint = netip.Prefix{}
	}
	return notes
}

// asks reports whether an IA of a kind is asked for.
func (c *Config) asks(kind uint16) bool {
	return kind == optIANA && c.Address || kind == optIAPD && c.Delegate
}
