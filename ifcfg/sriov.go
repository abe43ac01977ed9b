package ifcfg

import (
	"strconv"
	"strings"
)

// Function is the number of the virtual function that a setting is about, -1 of others.
func (s Setting) Function() int {
	if digits, is := strings.CutPrefix(s.Name, "SRIOV_VF"); is {
		if n, err := strconv.Atoi(digits); err == nil {
			return n
		}
	}
	return -1
}

// functions takes out settings of virtual functions that there will not be.
func (r *reader) functions() {
	total := r.p.Setting("SRIOV_TOTAL_VFS")
	most, err := strconv.Atoi(total.Value)
	kept := r.p.Settings[:0]
	for _, f := range r.p.Settings {
		n := f.Value.Function()
		switch {
		case n < 0 && f.Value.Name == "SRIOV_VF":
			r.report(f.Pos, Warning, "not-applied", f.Key, "without a number it is no function's", "write SRIOV_VF0 for the first")
			continue
		case n >= 0 && err == nil && n >= most:
			r.report(f.Pos, Warning, "not-applied", f.Key, "there is no such function: SRIOV_TOTAL_VFS is "+total.Value+", and they are counted from 0", "")
			continue
		}
		kept = append(kept, f)
	}
	r.p.Settings = kept
}
