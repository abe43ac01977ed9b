// Command bench measures netonce beside ip -batch, and beside whatever DHCP
// clients are installed, on the same work in the same run: each run in fresh
// network namespaces, the contestants in turn. It prints a table of ratios;
// nothing here is a test.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

func main() {
	if len(os.Args) > 2 && os.Args[1] == weigh {
		os.Exit(weighChild(os.Args[2:]))
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run() error {
	binary := flag.String("netonce", "./netonce", "the program to measure")
	runs := flag.Int("n", 11, "runs of each contestant")
	only := flag.String("only", "", "one scenario, or check")
	flag.Parse()
	path, err := filepath.Abs(*binary)
	if err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("namespaces are made as root: run it as root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		return fmt.Errorf("ip(8) is what netonce is measured against: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Printf("binary: %.2f MB\n\n", float64(info.Size())/(1<<20))
	fmt.Println("| work | contestant | state ms | ratio | whole process ms | ratio | peak RSS MB | events |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	for _, s := range scenarios() {
		if *only != "" && s.name != *only {
			continue
		}
		if err := s.measure(path, *runs); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if *only == "" || *only == "check" {
		return manyFiles(path, *runs)
	}
	return nil
}

// measure runs every contestant runs times, in turn, and prints their medians.
// The ratios are to the first contestant's.
func (s scenario) measure(binary string, runs int) error {
	if s.links >= 1000 {
		runs = min(runs, 3)
	}
	contestants := s.contestants(binary)
	results := make([][]result, len(contestants))
	for range runs {
		for i, c := range contestants {
			r, err := s.once(c)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			results[i] = append(results[i], r)
		}
	}
	base := median(results[0])
	if s.dhcp {
		base.state, base.exit = base.exchange, base.exchange
		fmt.Printf("| %s | the packet exchange in it | %s | 1.00 | | | | |\n", s.name, number(base.exchange))
	}
	for i, c := range contestants {
		m := median(results[i])
		if !c.stays {
			var err error
			if m.peak, err = s.weigh(c); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %.1f | %d |\n", s.name, c.name,
			number(m.state), ratio(m.state, base.state), number(m.exit), ratio(m.exit, base.exit), m.peak, m.events)
	}
	return nil
}

// result is one run: milliseconds until the kernel had everything, until the
// process was gone (0 where it stays), and of the DHCP exchange alone; rtnetlink events;
// and, of a process that stays, the most memory it had, in megabytes.
type result struct {
	state, exit, exchange float64
	events                int
	peak                  float64
}

func median(list []result) result {
	of := func(get func(result) float64) float64 {
		var v []float64
		for _, r := range list {
			v = append(v, get(r))
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return result{
		of(func(r result) float64 { return r.state }), of(func(r result) float64 { return r.exit }),
		of(func(r result) float64 { return r.exchange }), int(of(func(r result) float64 { return float64(r.events) })),
		of(func(r result) float64 { return r.peak }),
	}
}

func number(ms float64) string {
	if ms == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f", ms)
}

func ratio(ms, base float64) string {
	if ms == 0 || base == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", ms/base)
}
