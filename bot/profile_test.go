package main

import (
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

// profiled writes a CPU profile of the program to HANDSLAG_TEST_PROFILE, where that is set, until it is interrupted, and then beside it what has been
// allocated.
func profiled() {
	name := os.Getenv("HANDSLAG_TEST_PROFILE")
	if name == "" {
		return
	}
	f, err := os.Create(name)
	exitOn(err)
	exitOn(pprof.StartCPUProfile(f))
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-interrupted
		pprof.StopCPUProfile()
		f.Close()
		allocs, err := os.Create(name + ".allocs")
		exitOn(err)
		exitOn(pprof.Lookup("allocs").WriteTo(allocs, 0))
		allocs.Close()
	}()
}
