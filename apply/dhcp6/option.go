package dhcp6

import (
	"encoding/binary"

	"netonce/apply/dhcp"
)

// Options of RFC 8415 21, and of others where it says so.
const (
	optClientID    = 1
	optServerID    = 2
	optIANA        = 3
	optIAAddr      = 5
	optRequest     = 6
	optPreference  = 7
	optElapsed     = 8
	optStatus      = 13
	optRapidCommit = 14
	optDNS         = 23 // RFC 3646
	optSearch      = 24 // RFC 3646
	optIAPD        = 25
	optIAPrefix    = 26
	optSNTP        = 31 // RFC 4075
	optRefresh     = 32
	optFQDN        = 39 // RFC 4704
	optNTP         = 56 // RFC 5908
	optSolMaxRT    = 82
	optInfMaxRT    = 83
)

// subNTPAddress is an option within option 56 (RFC 5908 4.1).
const subNTPAddress = 1

// An option is its code and length, and as many bytes as that.
const (
	optionHeader    = 4
	maxOptionLength = 65535
)

// options are options as they are on the wire, one after the other (RFC 8415 21.1).
type options []byte

// errOptions is an option that is longer than what it stands in.
const errOptions = dhcp.Reason("option cut short")

// readOptions takes data for options if they are whole.
func readOptions(data []byte) (options, error) {
	for rest := options(data); len(rest) > 0; {
		var ok bool
		if _, _, rest, ok = rest.next(); !ok {
			return nil, errOptions
		}
	}
	return data, nil
}

// next takes the first option off; ok is false where there is no whole one.
func (o options) next() (code uint16, value []byte, rest options, ok bool) {
	if len(o) < optionHeader {
		return 0, nil, nil, false
	}
	end := optionHeader + int(binary.BigEndian.Uint16(o[2:]))
	if end > len(o) {
		return 0, nil, nil, false
	}
	return binary.BigEndian.Uint16(o), o[optionHeader:end:end], o[end:], true
}

// get is the value of the first option with that code, as most may stand once only.
func (o options) get(code uint16) (value []byte, ok bool) {
	for len(o) > 0 && !ok {
		var c uint16
		c, value, o, ok = o.next()
		if !ok {
			break
		}
		ok = c == code
	}
	if !ok {
		return nil, false
	}
	return value, true
}

// add appends an option. What does not fit one was refused by Config.check.
func (o options) add(code uint16, value ...byte) options {
	value = value[:min(len(value), maxOptionLength)]
	o = binary.BigEndian.AppendUint16(o, code)
	o = binary.BigEndian.AppendUint16(o, uint16(len(value)))
	return append(o, value...)
}
