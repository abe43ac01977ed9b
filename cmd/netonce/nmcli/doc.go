// Package nmcli is nmcli's command line over the profiles of netonce: its
// grammar, its output forms and its exit codes, so that scripts written for
// NetworkManager go on working. The forms are those of nmcli 1.58. What only a
// daemon can do is refused with the exit code for a daemon that does not run.
package nmcli
