package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// whereabouts is where in the kernel each thread of the process waits, for a test
// that has waited in vain: with a lock that others hold it is not netonce that is slow.
// It is empty where the kernel does not tell, or tells not us.
func (p *Process) whereabouts() string {
	var all strings.Builder
	stacks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stack", p.PID()))
	for _, name := range stacks {
		if b, err := os.ReadFile(name); err == nil {
			fmt.Fprintf(&all, "thread %s\n%s", filepath.Base(filepath.Dir(name)), b)
		}
	}
	return all.String()
}
