package manual

import (
	"fmt"
	"strings"
)

// page writes a page in the macros of man(7).
type page struct{ b strings.Builder }

// newPage begins a page with its name, section and one line of what it is about.
func newPage(name string, section int, about string) *page {
	p := &page{}
	fmt.Fprintf(&p.b, ".TH %s %d \"\" netonce \"%s\"\n", strings.ToUpper(escape(name)), section, map[int]string{5: "File Formats", 8: "System Administration"}[section])
	p.section("NAME")
	p.text(name + " - " + about)
	return p
}

func (p *page) section(title string) { fmt.Fprintf(&p.b, ".SH %s\n", escape(title)) }

func (p *page) subsection(title string) { fmt.Fprintf(&p.b, ".SS %s\n", escape(title)) }

// text writes a paragraph.
func (p *page) text(s string) { p.b.WriteString(".PP\n" + escape(s) + "\n") }

// entry writes a term and what it means.
func (p *page) entry(term, meaning string) {
	p.b.WriteString(".TP\n\\fB" + escape(term) + "\\fR\n" + escape(meaning) + "\n")
}

// example writes lines as they stand.
func (p *page) example(lines string) {
	p.b.WriteString(".PP\n.nf\n.RS\n")
	for line := range strings.Lines(lines) {
		p.b.WriteString(escape(strings.TrimSuffix(line, "\n")) + "\n")
	}
	p.b.WriteString(".RE\n.fi\n")
}

// synopsis writes ways to call a program, its name in bold.
func (p *page) synopsis(program string, ways ...string) {
	p.section("SYNOPSIS")
	for i, way := range ways {
		if i > 0 {
			p.b.WriteString(".br\n")
		}
		p.b.WriteString(strings.TrimSpace("\\fB"+escape(program)+"\\fR "+escape(way)) + "\n")
	}
}

func (p *page) String() string { return p.b.String() }

// escape takes from text what roff would not print as it stands: the backslash,
// the hyphen that is to be copied, a control character at the start of a line.
func escape(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ").Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		return `\&` + s
	}
	return s
}
