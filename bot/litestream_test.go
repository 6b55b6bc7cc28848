package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handslag/store"
)

// TestLitestream has Litestream copy every commit to a directory while the program runs, puts the copy back elsewhere, and wants every claim in it.
func TestLitestream(t *testing.T) {
	litestream, err := exec.LookPath("litestream")
	if err != nil {
		t.Skip("skipped: Litestream is not installed (go install github.com/benbjohnson/litestream/cmd/litestream@v0.5.18)")
	}
	p := newProgram(t)
	p.start()
	p.claim("before")
	replica := "file://" + filepath.Join(t.TempDir(), "replica")
	copying := exec.CommandContext(t.Context(), litestream, "replicate", p.db, replica)
	p.must(copying.Start())
	t.Cleanup(func() { copying.Wait() }) // the end of the test ends it
	for i := range 20 {
		p.claim(string(rune('a' + i)))
	}
	restored := filepath.Join(t.TempDir(), "restored.db")
	begin := time.Now()
	var claims int
	p.untilWithin(time.Minute, func() bool {
		for _, tail := range sidecars {
			os.Remove(restored + tail) // it may not be there
		}
		if exec.Command(litestream, "restore", "-o", restored, replica).Run() != nil {
			return false // nothing has been copied yet
		}
		copied := *p
		copied.db = restored
		claims = copied.created("FSK-1-1")
		return claims == 21
	})
	t.Logf("%d of 21 claims in Litestream's copy, made while they came, %v after the last", claims, time.Since(begin).Round(10*time.Millisecond))
	p.must(store.Check(t.Context(), restored))
	p.claim("after")
	p.terminate()
	if code, said := p.examine(); code != exitOK || strings.Contains(said, "WRONG") {
		t.Errorf("the doctor finds %d\n%s", code, said)
	}
}
