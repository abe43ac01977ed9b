package main

import (
	"context"
	"net/netip"
	"time"

	"netonce/apply/journal"
	"netonce/apply/kernel"
	"netonce/apply/network"
	"netonce/apply/online"
	"netonce/ifcfg"
)

// wait waits until the host is online.
func wait(v *invocation) int {
	log := v.logger()
	var err error
	if len(v.conditions) == 0 {
		v.conditions, err = online.Parse(online.Default(v.args))
	}
	for _, name := range v.args {
		if err == nil {
			err = ifcfg.CheckInterfaceName(name)
		}
	}
	if err != nil {
		log.Error(err.Error())
		return exitUsage
	}
	ctx, stop := interruptible(context.Background())
	defer stop()
	if v.timeout > 0 {
		ctx, stop = context.WithTimeout(ctx, v.timeout)
		defer stop()
	}
	start := time.Now()
	missing, err := v.await(ctx, log)
	took := time.Since(start).Round(time.Millisecond)
	if v.json && err == nil {
		v.printJSON(struct {
			Online  bool             `json:"online"`
			Missing []online.Missing `json:"missing"`
		}{len(missing) == 0, append([]online.Missing{}, missing...)})
	}
	switch {
	case err != nil:
		log.Error(err.Error())
		return exitNothing
	case len(missing) > 0:
		log.Error("not online", "missing", online.Text(missing), "waited", took)
		return exitTimeout
	}
	log.Info("online", "waited", took)
	return exitDone
}

// await waits for conditions and shows what is missing. What follows another command than
// wait is no interface.
func (v *invocation) await(ctx context.Context, log *journal.Logger) ([]online.Missing, error) {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var interfaces []string
	if v.command.name == "wait" {
		interfaces = v.args
	}
	w := online.Waiter{Conditions: v.conditions, Interfaces: interfaces, Snapshot: func() (*network.Snapshot, error) { return conn.Snapshot(network.DefaultRoutes()) }, Watch: kernel.WatchAll,
		Ask: online.Asker{Root: v.root, Reachable: reachable}.Ask, Waiting: v.teller(log)}
	missing, err := w.Wait(ctx)
	v.progress.waiting("")
	return missing, err
}

// reachable asks the kernel over a connection of its own: others are asked side by side.
func reachable(index int, a netip.Addr) (bool, error) {
	conn, err := kernel.Open("/proc")
	if err != nil {
		return false, err
	}
	defer conn.Close()
	return conn.Reachable(index, a)
}

// quiet is how long the log says nothing more of a wait.
const quiet = 2 * time.Second

// teller shows what is waited for; where there is no terminal the log tells.
func (v *invocation) teller(log *journal.Logger) func(string) {
	var last time.Time
	return func(what string) {
		v.progress.waiting(what)
		if !v.progress.terminal && what != "" && time.Since(last) >= quiet {
			last = time.Now()
			log.Info("waiting", "for", what)
		}
	}
}
