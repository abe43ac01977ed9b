package property

import (
	"slices"
	"strings"
	"testing"
)

// Every line of the tables is understood.
func TestTable(t *testing.T) {
	t.Parallel()
	tables := connectionTable + matchTable + ethernetTable + ipv4Table + ipv6Table + hostnameTable + sriovTable +
		infinibandTable + bondTable + vlanTable + bridgeTable + teamTable + proxyTable
	marks := []string{"always", "stated", "read-only", "runtime", "explicit", "stp"}
	for line := range strings.Lines(tables) {
		column := strings.Split(strings.TrimSpace(line), " | ")
		if name, ok := strings.CutPrefix(column[0], "= "); ok {
			if len(column) > 3 || name != "connection" && hasOf(name, column[1]) == nil {
				t.Error(line)
			}
			continue
		}
		if column[0] == "" || len(column) == 4 && strings.HasPrefix(column[3], "alias ") {
			continue
		}
		if len(column) < 5 || len(column) > 6 || formOf(column[3]) == nil || column[4] == "" {
			t.Error(line)
		} else if len(column) == 6 && slices.ContainsFunc(strings.Fields(column[5]), func(m string) bool { return !slices.Contains(marks, m) }) {
			t.Error(line)
		}
	}
	table := Table()
	for i := range table {
		s := &table[i]
		for _, p := range s.Properties {
			if p.form == nil || p.aliasOf != "" && s.Find(p.aliasOf) == nil {
				t.Errorf("%s: no form, or an alias of nothing", p.full)
			}
			if strings.HasPrefix(formColumn(tables, s.Name, p.Name), "integer") && p.form.parse != nil {
				checkRange(t, p, formColumn(tables, s.Name, p.Name))
			}
		}
	}
	for _, c := range companions() {
		if find(table, c.property) == nil {
			t.Errorf("%s: a companion of nothing", c.property)
		}
	}
}

func formColumn(tables, setting, name string) string {
	_, rest, _ := strings.Cut(tables, "= "+setting+" |")
	rest, _, _ = strings.Cut(rest, "\n= ")
	_, row, _ := strings.Cut(rest, "\n"+name+" | ")
	row, _, _ = strings.Cut(row, "\n")
	if column := strings.Split(row, " | "); len(column) > 2 {
		return column[2]
	}
	return ""
}

// checkRange looks whether the ends of a range are taken, each as it stands there.
func checkRange(t *testing.T, p *Property, form string) {
	low, high, ok := strings.Cut(strings.Fields(form)[1], "..")
	for _, end := range []string{low, high} {
		if w, err := p.form.parse(end); !ok || err != nil || w != end {
			t.Errorf("%s: %s: %q, %v", p.full, form, w, err)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		Table()
	}
}
