package resolv

import (
	"bytes"
)

// marker begins the first line of every file that netonce writes, and is what
// the next run knows it by.
const marker = "# Written by netonce"

const header = marker + " from its ifcfg profiles; the next run replaces what is changed here.\n"

// resolverLimit is MAXNS of the C libraries.
const resolverLimit = 3

// commentLimit is the longest that a comment line gets, in bytes.
const commentLimit = 250

const spareNote = "# Resolvers use only the first three name servers; those below are spare.\n"

// Bytes returns the text of resolv.conf.
func (c Config) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString(header)
	c.writeOrigins(&b)
	c.writeSearch(&b)
	for i, s := range c.Servers {
		if i == resolverLimit {
			b.WriteString(spareNote)
		}
		b.WriteString("nameserver " + s.Addr.String() + "\n")
	}
	if len(c.Options) > 0 {
		b.WriteString("options")
		for _, o := range c.Options {
			b.WriteString(" " + o)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// writeOrigins says in comments which servers came from where, at least one line
// a source. Resolvers with a short buffer for lines would take what is behind it
// for a line of its own, so a long list goes on in another line.
func (c Config) writeOrigins(b *bytes.Buffer) {
	line, last := "", ""
	for _, s := range c.credits {
		from := "# " + comment(s.Interface) + " (" + comment(s.Profile) + ", " + comment(s.Origin) + "):"
		addr := " " + s.Addr.String()
		if from != last || len(line)+len(addr) > commentLimit {
			endLine(b, line)
			line, last = from, from
		}
		line += addr
	}
	endLine(b, line)
}

func endLine(b *bytes.Buffer, line string) {
	if line != "" {
		b.WriteString(line + "\n")
	}
}

// writeSearch writes the search line. glibc before 2.26 reads 256 bytes of it and
// would take a name that straddles them for a shorter one, so the first that does
// not fit is moved behind them, as NetworkManager does.
func (c Config) writeSearch(b *bytes.Buffer) {
	if len(c.Search) == 0 {
		return
	}
	b.WriteString("search")
	start, padded := b.Len(), false
	for _, name := range c.Search {
		if !padded && b.Len()-start+1+len(name) > 254 {
			for b.Len()-start < 257 {
				b.WriteByte(' ')
			}
			padded = true
		}
		b.WriteString(" " + name)
	}
	b.WriteByte('\n')
}
