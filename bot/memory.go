package main

import (
	"os"
	"runtime/debug"
	"slices"
	"time"
)

// While a server starts, garbage is left where it is up to startMemory bytes in all: collecting the little that a start makes would take a fifth of its
// time. After that the heap grows by collectAt percent before it is collected, rather than by Go's 100: what 256 claims at once hold for a moment would
// otherwise take as much again. GOGC says something else where it is set.
const (
	startMemory = 28 << 20
	startTakes  = 300 * time.Millisecond
	collectAt   = 40
)

// frugal has a server keep to that. It is called before anything else.
func frugal() {
	if !slices.Contains(os.Args, "serve") {
		return
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(startMemory)
	if os.Getenv("GOGC") == "" {
		percent = collectAt
	}
	time.AfterFunc(startTakes, func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
}
