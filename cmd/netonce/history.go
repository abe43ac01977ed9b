package main

import (
	"fmt"
	"path"
	"time"

	"netonce/apply/history"
)

// recorded is a state as it is shown.
type recorded struct {
	Number  int                  `json:"number"`
	Time    time.Time            `json:"time"`
	Changes []history.Difference `json:"changes"` // from the state before
	Current bool                 `json:"current"` // the files are those
}

// showHistory lists the states that the profiles have been in.
func showHistory(v *invocation) int {
	log := v.logger()
	states, err := history.Open(v.root).List()
	if err != nil {
		log.Warn(err.Error())
	}
	now, err := history.Read(v.root)
	if err != nil {
		log.Error(err.Error())
		return exitNothing
	}
	list := []recorded{}
	var before history.Files
	for _, s := range states {
		list = append(list, recorded{s.Number, s.Time, history.Compare(before, s.Files), len(history.Compare(s.Files, now)) == 0})
		before = s.Files
	}
	if v.json {
		return v.printJSON(list)
	}
	for n, r := range list {
		mark := " "
		if r.Current {
			mark = "*"
		}
		fmt.Fprintf(v.stdout, "%s %3d  %s ", mark, r.Number, r.Time.Local().Format(time.DateTime))
		if n == 0 {
			fmt.Fprintf(v.stdout, " %d files", len(r.Changes))
		} else {
			for _, d := range r.Changes {
				fmt.Fprintf(v.stdout, " %s %s", path.Base(d.Path), d.What)
			}
		}
		fmt.Fprintln(v.stdout)
	}
	return exitDone
}
