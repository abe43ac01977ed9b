package ifcfg

import (
	"fmt"
	"strconv"
)

// membership is the bit of a P_Key that says full member (IBTA 10.9.2), which the
// kernel puts into the P_Keys of IPoIB anyway.
const membership = 0x8000

func (p *Profile) isPartition() bool {
	is, _ := ParseBool(p.Setting("PKEY").Value)
	return is
}

// PKey is the P_Key of an InfiniBand partition's profile: PKEY_ID_NM as it is, or
// PKEY_ID with the membership bit; 0 for none.
func (p *Profile) PKey() Field[uint16] {
	f := p.Setting("PKEY_ID_NM")
	bit := uint64(0)
	if !f.IsSet() {
		f, bit = p.Setting("PKEY_ID"), membership
	}
	n, err := strconv.ParseUint(f.Value, 0, 16)
	if err != nil {
		return Field[uint16]{}
	}
	return Field[uint16]{Value: uint16(n | bit), Pos: f.Pos, Key: f.Key}
}

// partition settles the name of a partition's interface and whether there is all that
// it takes.
func (r *reader) partition() {
	p := r.p
	key := p.PKey()
	switch {
	case !key.IsSet():
		r.reject(p.Kind.Pos, p.Kind.Key, "a partition has a P_Key; the profile is not applied", "write PKEY_ID")
	case !p.Parent.IsSet():
		r.reject(p.Kind.Pos, p.Kind.Key, "what it is a partition of is not told; the profile is not applied", "write PHYSDEV")
	case !p.Device.IsSet() && !IsUUID(p.Parent.Value):
		p.Device = Field[string]{Value: fmt.Sprintf("%s.%04x", p.Parent.Value, key.Value), Pos: key.Pos, Key: key.Key}
	}
}
