// Package initramfs makes profiles of what a kernel command line asks for
// (dracut.cmdline(7)), read as nm-initrd-generator(8) reads it: the same texts that a host
// has in its files, so that whatever reads, checks and applies those does the rest.
package initramfs
