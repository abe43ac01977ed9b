package desired

import (
	"strconv"
	"strings"
	"testing"
)

// Every line of the tables of options is understood.
func TestOptionTables(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSpace(bondTable), "\n")
	for i, o := range bondOptions() {
		takes := map[Takes]string{TakesDown: "down", TakesPortless: "portless"}[o.takes]
		if got := strings.TrimSpace(strings.Join([]string{o.word, o.name, or(o.otherwise), takes}, " ")); got != lines[i] {
			t.Errorf("%s is read as %s", lines[i], got)
		}
	}
	lines = strings.Split(strings.TrimSpace(bridgeTable), "\n")
	for i, o := range bridgeOptions() {
		got := strings.Join([]string{o.word, o.name, or(o.otherwise)}, " ")
		if o.stp {
			got += " stp"
		}
		if o.ticks {
			got += " ticks"
		}
		if o.seconds != 0 {
			got += " " + strconv.FormatInt(o.seconds, 10)
		}
		if got != lines[i] {
			t.Errorf("%s is read as %s", lines[i], got)
		}
	}
}

func or(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
