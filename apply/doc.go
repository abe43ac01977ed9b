// Package apply brings a host's network to what its profiles ask for, once:
// profiles become the desired state, the desired state and a snapshot of the
// kernel become a plan, and the plan is run. What takes time (a lease, duplicate
// address detection, a device that is late) is waited for by events, and each
// event leads to the same short way for its interface again.
//
// All of the outside world comes in through Host.
package apply
