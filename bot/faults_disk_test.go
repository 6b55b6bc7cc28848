package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"handslag/store"
)

const diskEnv = "HANDSLAG_TEST_DISK" // the process has file systems of its own

// onADisk runs the test again in a process that may mount, tells what came of the fault there, and whether this is that process.
func onADisk(t *testing.T, fault string) bool {
	t.Helper()
	if os.Getenv(diskEnv) != "" {
		return true
	}
	if err := exec.Command("unshare", "-rm", "true").Run(); err != nil {
		t.Skip("skipped: this machine lets nobody mount a small disk (unshare -rm)")
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), diskEnv+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if _, said, found := strings.Cut(line, "faults_disk_test.go:"); found {
			_, said, _ = strings.Cut(said, ": ")
			cameOf(t, fault, "%s", strings.TrimSpace(said))
		}
	}
	return false
}

// TestFaultFullDisk fills the disk under load: who asks is told, nothing that was answered is lost, and it goes on when there is room.
func TestFaultFullDisk(t *testing.T) {
	if !onADisk(t, "full disk") {
		return
	}
	p := newProgram(t)
	disk := filepath.Join(t.TempDir(), "disk")
	p.must(os.Mkdir(disk, 0o700))
	p.must(syscall.Mount("none", disk, "tmpfs", 0, "size=16m"))
	defer syscall.Unmount(disk, 0)
	moved := filepath.Join(disk, "handslag.db")
	p.must(store.Copy(t.Context(), p.db, moved))
	p.db = moved
	p.start()
	p.claim("before")
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	full, claimed := "", 1
	for i := 0; full == "" && i < 20_000; i++ {
		answer, err := p.post("/slack/commands", formType, command(head, "/plats", "boka praktik", fmt.Sprint("full.", i)))
		p.must(err)
		if strings.Contains(answer, "bokad") {
			claimed++
		} else {
			full = answer
		}
	}
	if !strings.Contains(full, "F-") || !strings.Contains(full, "Inget har ändrats") {
		t.Errorf("on a full disk it says %s", full)
	}
	if status, said := p.ready(); status != http.StatusServiceUnavailable || !strings.Contains(said, "disk is full") {
		t.Errorf("on a full disk /readyz says %d %s", status, said)
	}
	p.must(os.Remove(filler))
	p.claim("room")
	if status, said := p.ready(); status != http.StatusOK {
		t.Errorf("/readyz says %d %s when there is room again", status, said)
	}
	p.terminate()
	if n := p.created("FSK-1-1"); n != claimed+1 {
		t.Errorf("%d slots, and %d were answered", n, claimed+1)
	}
	t.Logf("%d answered before it was full, then told that nothing was changed, /readyz 503, 1 answered when there was room again, %d are there", claimed, claimed+1)
}

// ready is what /readyz says.
func (p *program) ready() (int, string) {
	p.Helper()
	resp, err := http.Get("http://" + p.addr + "/readyz")
	p.must(err)
	defer resp.Body.Close()
	said, err := io.ReadAll(resp.Body)
	p.must(err)
	return resp.StatusCode, string(said)
}

// fill takes what room there is.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

// TestFaultReadOnlyDisk starts on a disk that cannot be written: the program does not start, and says why.
func TestFaultReadOnlyDisk(t *testing.T) {
	if !onADisk(t, "read-only disk") {
		return
	}
	p := newProgram(t)
	dir := filepath.Dir(p.db)
	p.must(syscall.Mount(dir, dir, "", syscall.MS_BIND, ""))
	defer syscall.Unmount(dir, 0)
	p.must(syscall.Mount("none", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	p.launch()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(p.log.String(), "read-only") {
			t.Errorf("%v\n%s", err, p.log)
		}
		_, why, _ := strings.Cut(strings.TrimSpace(p.log.String()), "handslag.db.lock: ")
		t.Logf("does not start, and says why: %s", strings.ReplaceAll(why, filepath.Dir(p.db)+"/", ""))
	case <-ctx.Done():
		t.Error("it started")
	}
}

// TestFaultCorruptFile starts on what is no database, on half of one, and on one whose pages are torn: the program does not start, and says how to
// put a copy back.
func TestFaultCorruptFile(t *testing.T) {
	p := newProgram(t)
	whole, err := os.ReadFile(p.db)
	p.must(err)
	torn := append([]byte(nil), whole...)
	for i := 100; i < len(torn); i += 4096 {
		torn[i] ^= 0xff
	}
	longest := time.Duration(0)
	for name, content := range map[string][]byte{"a letter": []byte("somebody saved a letter over the database, as it happens to happen"), "half": whole[:len(whole)/2], "torn": torn} {
		p.must(os.WriteFile(p.db, content, 0o600))
		begin := time.Now()
		p.launch()
		if err := p.cmd.Wait(); err == nil || !strings.Contains(p.log.String(), "handslag restore") {
			t.Errorf("%s: %v\n%s", name, err, p.log)
		}
		longest = max(longest, time.Since(begin))
		if after, err := os.ReadFile(p.db); err != nil || !bytes.Equal(after, content) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
	cameOf(t, "corrupt file", "a letter, half a file and torn pages: does not start (%v at most), says \"handslag restore\", leaves the file as it is", longest.Round(10*time.Millisecond))
}

// TestFaultSecondBot starts a second bot on the same file: it says so and stops, and the first goes on.
func TestFaultSecondBot(t *testing.T) {
	t.Parallel()
	p := newProgram(t)
	p.start()
	first := p.cmd
	addr := p.addr
	p.addr = freeAddress(t)
	begin := time.Now()
	p.launch()
	if err := p.cmd.Wait(); err == nil || !strings.Contains(p.log.String(), "another bot is running") {
		t.Errorf("the second one: %v\n%s", err, p.log)
	}
	stopped := time.Since(begin).Round(10 * time.Millisecond)
	p.cmd, p.addr = first, addr
	p.claim("first")
	p.kill()
	p.start() // the lock went with the process
	p.terminate()
	cameOf(t, "two processes on one file", "the second stops after %v and says why; the first answers on", stopped)
}
