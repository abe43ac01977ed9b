package main

func status(v *invocation) int { return exitDone }
