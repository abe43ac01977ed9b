// Package machine is what a virtual machine of a test is made of: a distribution's
// kernel, the kernel's modules, an initramfs, QEMU, and what an /init does first.
package machine
