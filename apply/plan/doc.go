// Package plan compares what an interface should look like with what the kernel
// holds and lists the steps between the two. It is pure: the same input gives the
// same steps, and nothing is done.
package plan
