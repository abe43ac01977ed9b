package kernel

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"netonce/apply/network"
)

// Of linux/pkt_cls.h, linux/tc_act/tc_defact.h and linux/tc_act/tc_mirred.h.
const (
	actKind       = 1  // TCA_ACT_KIND
	actOptions    = 2  // TCA_ACT_OPTIONS
	actParms      = 2  // TCA_DEF_PARMS, TCA_MIRRED_PARMS
	simpleData    = 3  // TCA_DEF_DATA
	actPipe       = 3  // TC_ACT_PIPE: on to the next
	actStolen     = 4  // TC_ACT_STOLEN: the frame is gone
	sizeofGen     = 20 // tc_gen: index, capabilities, control, two counts
	genControl    = 8
	sizeofMirred  = 28 // struct tc_mirred
	mirredDeed    = 20
	mirredIfindex = 24
)

// actionOf is the attribute that the actions of a kind of filter are in.
func actionOf(kind string) uint16 {
	if kind == "matchall" {
		return 2 // TCA_MATCHALL_ACT
	}
	return 3 // TCA_BASIC_ACT, TCA_FLOWER_ACT
}

// deeds are what mirred does, from TCA_EGRESS_REDIR on.
func deeds() [4][2]string {
	return [4][2]string{{"egress", "redirect"}, {"egress", "mirror"}, {"ingress", "redirect"}, {"ingress", "mirror"}}
}

// actionData is the one action of a filter. A frame that is mirrored or told of goes on,
// one that is redirected does not, as with tc(8).
func actionData(kind string, options network.Options) []byte {
	if kind == "" {
		return nil
	}
	parms, text := make([]byte, sizeofMirred), []byte(nil)
	control, way, deed := uint32(actPipe), "", ""
	for _, o := range options {
		switch o.Name {
		case "sdata":
			parms, text = parms[:sizeofGen], encode(simpleData, append([]byte(o.Value), 0))
		case "egress":
			way = o.Value
		case "mirror":
			deed = o.Value
		case "dev":
			binary.NativeEndian.PutUint32(parms[mirredIfindex:], uint32(o.Index))
		}
	}
	if deed == "redirect" {
		control = actStolen
	}
	binary.NativeEndian.PutUint32(parms[genControl:], control)
	for i, d := range deeds() {
		if d[0] == way && d[1] == deed {
			binary.NativeEndian.PutUint32(parms[mirredDeed:], uint32(i)+1)
		}
	}
	data := append(encode(actKind, append([]byte(kind), 0)), encode(actOptions, append(encode(actParms, parms), text...))...)
	return encode(1, data) // its place in the order
}

// parseAction reads the action of a filter; of several none is ours, and it goes by
// no name.
func parseAction(in uint16, b []byte) (kind string, options network.Options) {
	count := 0
	_ = attributes(b, func(a attribute) { // what cannot be read is not known
		if a.kind != in {
			return
		}
		_ = attributes(a.value, func(one attribute) {
			count++
			kind, options = parseOne(one.value)
		})
	})
	if count > 1 {
		return "several", nil
	}
	return kind, options
}

func parseOne(b []byte) (kind string, options network.Options) {
	var data []byte
	_ = attributes(b, func(a attribute) {
		switch a.kind {
		case actKind:
			kind = unix.ByteSliceToString(a.value)
		case actOptions:
			data = a.value
		}
	})
	_ = attributes(data, func(a attribute) {
		switch {
		case kind == "simple" && a.kind == simpleData:
			options = network.Options{{Name: "sdata", Value: unix.ByteSliceToString(a.value)}}
		case kind == "mirred" && a.kind == actParms && len(a.value) >= sizeofMirred:
			deed := uint32Of(a.value[mirredDeed:]) - 1
			if deed > 3 { // of those that are known, see deeds
				return
			}
			d := deeds()[deed]
			options = network.Options{{Name: "egress", Value: d[0]}, {Name: "mirror", Value: d[1]}, {Name: "dev", Index: int(uint32Of(a.value[mirredIfindex:]))}}
		}
	})
	return kind, options
}
