package network

import (
	"strconv"
	"strings"
)

// phrase is text in the words of ip(8), a blank between each and the next.
type phrase struct{ strings.Builder }

// say adds words when there is something to say.
func (p *phrase) say(when bool, words ...string) {
	if !when {
		return
	}
	for _, w := range words {
		if p.Len() > 0 {
			p.WriteByte(' ')
		}
		p.WriteString(w)
	}
}

func decimal(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

func hex(n uint32) string { return "0x" + strconv.FormatUint(uint64(n), 16) }
