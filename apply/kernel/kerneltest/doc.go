// Package kerneltest is a kernel in memory for tests: links, addresses, routes
// and sysctls with those rules of Linux that a network configurator meets, a
// record of every change asked for, and ways to let things go wrong.
package kerneltest
