package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
)

// profiled writes a CPU profile of the program to HANDSLAG_TEST_PROFILE, where that is set, until it is interrupted.
func profiled() {
	name := os.Getenv("HANDSLAG_TEST_PROFILE")
	if name == "" {
		return
	}
	f, err := os.Create(name)
	exitOn(err)
	exitOn(pprof.StartCPUProfile(f))
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	go func() {
		<-interrupted
		pprof.StopCPUProfile()
		f.Close()
	}()
}
