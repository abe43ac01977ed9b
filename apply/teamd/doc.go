// Package teamd runs teamd(8), one process for each team, and tells it what its ports are
// to be. A team of links is nothing without it, so that it stays when netonce is gone.
package teamd
