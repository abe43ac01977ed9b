// Package history keeps the profiles of the states that an admin has confirmed, for the
// host to go back to. It knows files and their bytes, not what they mean.
package history
