package ifcfg

import (
	"fmt"
	"strings"
)

// The arguments of a rule's words.

func (l *ruleLine) number(at *Number, most int64) error {
	n, err := ParseInt(l.argument(), 0, 0, most)
	*at = Number{Value: uint32(n), Set: true}
	return err
}

// between reads N or N-M.
func (l *ruleLine) between(at *Range, low, high int64) error {
	s := l.argument()
	first, last, ranged := strings.Cut(s, "-")
	if !ranged {
		last = first
	}
	a, err := ParseInt(first, 10, low, high)
	if err != nil {
		return err
	}
	b, err := ParseInt(last, 10, low, high)
	if err != nil {
		return err
	}
	if b < a {
		return fmt.Errorf("%q ends before it begins", s)
	}
	*at = Range{First: uint32(a), Last: uint32(b), Set: true}
	return nil
}

func (l *ruleLine) tos() (err error) {
	l.rule.TOS, err = parseHex(l.argument())
	return err
}

// ipProto reads a protocol's number, and in files the names that getprotobyname
// has everywhere.
func (l *ruleLine) ipProto() error {
	s := l.argument()
	names := map[string]uint8{"icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "dccp": 33, "gre": 47, "esp": 50, "ah": 51,
		"ipv6-icmp": 58, "icmpv6": 58, "ospf": 89, "sctp": 132, "udplite": 136}
	n, known := names[s]
	switch {
	case known && l.grammar == ruleOfIP:
		l.rule.IPProto = n
		return nil
	case known:
		return fmt.Errorf("%q is a name: NetworkManager takes only the number, %d", s, n)
	}
	i, err := ParseInt(s, 10, 0, 255)
	l.rule.IPProto = uint8(i)
	return err
}

func (l *ruleLine) fwmark() error {
	value, mask, masked := strings.Cut(l.argument(), "/")
	v, err := ParseInt(value, 0, 0, 1<<32-1)
	m := int64(1<<32 - 1)
	if err == nil && masked {
		m, err = ParseInt(mask, 0, 0, 1<<32-1)
	}
	if v == 0 && !masked && err == nil && l.grammar == ruleOfIP {
		m = 0
		l.warn(l.here(), "fwmark", "without a mask 0 matches every packet, marked or not", "write 0/0xffffffff")
	}
	l.rule.FWMark, l.rule.FWMask = uint32(v), uint32(m)
	return err
}

func (l *ruleLine) device(at *string) error {
	*at = l.argument()
	return CheckInterfaceName(*at)
}

func (l *ruleLine) lookup() error {
	s := l.argument()
	n, known := map[string]uint32{"main": tableMain, "local": 255, "default": 253}[s]
	if !known {
		i, err := ParseInt(s, 0, 0, 1<<32-1)
		if err != nil {
			return fmt.Errorf("%w; of names main, local and default are known", err)
		}
		n = uint32(i)
	}
	l.rule.Table, l.hasTable = n, true
	return nil
}

func (l *ruleLine) suppress() error {
	longest := int64(32)
	if l.rule.Six {
		longest = 128
	}
	return l.number(&l.rule.SuppressPrefixLen, longest)
}

func (l *ruleLine) ifgroup() error { return l.number(&l.rule.SuppressIfgroup, 1<<31-1) }

func (l *ruleLine) action() error { return l.actionWord(l.argument()) }

func (l *ruleLine) actionWord(s string) error {
	switch a := RuleAction(s); a {
	case RuleLookup, RuleBlackhole, RuleUnreachable, RuleProhibit:
		l.rule.Action = a
		return nil
	case RuleNop:
		if l.grammar == ruleOfIP {
			l.rule.Action = a
			return nil
		}
	}
	switch s {
	case "nat", "map-to", "local", "broadcast", "anycast", "multicast", "throw", "xresolve":
		return fmt.Errorf("%q: no kernel has such rules", s)
	}
	return fmt.Errorf("%q is not a word of a rule", s)
}

func (l *ruleLine) jump() error {
	var to Number
	err := l.number(&to, 1<<32-1)
	l.rule.Action, l.rule.Goto = RuleGoto, to.Value
	return err
}

// realms reads [SOURCE/]DESTINATION.
func (l *ruleLine) realms() error {
	source, destination, both := strings.Cut(l.argument(), "/")
	if !both {
		source, destination = "0", source
	}
	s, err := ParseInt(source, 0, 0, 65535)
	if err != nil {
		return err
	}
	d, err := ParseInt(destination, 0, 0, 65535)
	l.rule.Realms = uint32(s)<<16 | uint32(d)
	if err == nil && l.rule.Six {
		err = fmt.Errorf("IPv6 has no realms")
	}
	return err
}

func (l *ruleLine) protocol() (err error) {
	l.rule.Protocol, err = parseProtocol(l.argument())
	return err
}

func (l *ruleLine) tunnel() error {
	n, err := ParseInt(l.argument(), 0, 0, 1<<63-1)
	l.rule.TunnelID = uint64(n)
	return err
}
