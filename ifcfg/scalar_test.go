package ifcfg_test

import (
	"math"
	"testing"

	"netonce/ifcfg"
)

func TestParseBool(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in        string
		value, ok bool
	}{
		{"yes", true, true}, {"true", true, true}, {"t", true, true}, {"y", true, true},
		{"on", true, true}, {"1", true, true}, {"YES", true, true}, {"True", true, true},
		{"T", true, true}, {"Y", true, true}, {"oN", true, true},
		{"no", false, true}, {"false", false, true}, {"f", false, true}, {"n", false, true},
		{"off", false, true}, {"0", false, true}, {"NO", false, true}, {"False", false, true},
		{"F", false, true}, {"N", false, true}, {"OFF", false, true},
		{"", false, false}, {"on ", false, false}, {" yes", false, false}, {"yes\r", false, false},
		{"2", false, false}, {"01", false, false}, {"yes1", false, false}, {"falsey", false, false},
		{"ye", false, false}, {"ye\u017f", false, false}, {"q\x00", false, false}, {"\x11", false, false},
	} {
		if value, ok := ifcfg.ParseBool(tt.in); value != tt.value || ok != tt.ok {
			t.Errorf("ParseBool(%q) = %v, %v; want %v, %v", tt.in, value, ok, tt.value, tt.ok)
		}
	}
}

func TestParseInt(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in       string
		base     int
		min, max int64
		want     int64
		err      string
	}{
		{"24", 10, 0, 32, 24, ""},
		{"0", 10, 0, 32, 0, ""},
		{"32", 10, 0, 32, 32, ""},
		{" \t24\r\n", 10, 0, 32, 24, ""},
		{"+5", 10, 0, 32, 5, ""},
		{"-5", 10, -5, 32, -5, ""},
		{"010", 10, 0, 32, 10, ""},
		{"010", 0, 0, 32, 10, ""},
		{"0x10", 0, 0, 32, 16, ""},
		{"0X1f", 0, 0, 32, 31, ""},
		{"-0x10", 0, -16, 32, -16, ""},
		{"1f", 16, 0, 32, 31, ""},
		{"0x1F", 16, 0, 32, 31, ""},
		{"9223372036854775807", 10, 0, math.MaxInt64, math.MaxInt64, ""},
		{"-9223372036854775808", 10, math.MinInt64, 0, math.MinInt64, ""},
		{"33", 10, 0, 32, 0, "33 is not in 0..32"},
		{"-1", 10, 0, 32, 0, "-1 is not in 0..32"},
		{" 33 ", 10, 0, 32, 0, "33 is not in 0..32"},
		{"99999999999999999999", 10, 0, 32, 0, "99999999999999999999 is not in 0..32"},
		{"99999999999999999999x", 10, 0, 32, 0, `"99999999999999999999x" is not a number`},
		{"0x40", 0, 0, 32, 0, "0x40 is not in 0..32"},
		{"abc", 10, 0, 32, 0, `"abc" is not a number`},
		{"", 10, 0, 32, 0, `"" is not a number`},
		{"  ", 10, 0, 32, 0, `"  " is not a number`},
		{"-", 10, 0, 32, 0, `"-" is not a number`},
		{"+-5", 10, -9, 32, 0, `"+-5" is not a number`},
		{"0x", 0, 0, 32, 0, `"0x" is not a number`},
		{"0x-5", 0, -9, 32, 0, `"0x-5" is not a number`},
		{"0x10", 10, 0, 32, 0, `"0x10" is not a number`},
		{"1_0", 0, 0, 32, 0, `"1_0" is not a number`},
		{"1f", 0, 0, 32, 0, `"1f" is not a number`},
		{"2 4", 10, 0, 32, 0, `"2 4" is not a number`},
		{"24k", 10, 0, 32, 0, `"24k" is not a number`},
		{"1.0", 10, 0, 32, 0, `"1.0" is not a number`},
		{"٣", 10, 0, 32, 0, `"٣" is not a number`},
	} {
		got, err := ifcfg.ParseInt(tt.in, tt.base, tt.min, tt.max)
		if got != tt.want || errorText(err) != tt.err {
			t.Errorf("ParseInt(%q, %d, %d, %d) = %d, %v; want %d, %q", tt.in, tt.base, tt.min, tt.max, got, err, tt.want, tt.err)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
