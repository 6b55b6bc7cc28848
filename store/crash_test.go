package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const crashEnv = "HANDSLAG_TEST_CRASH" // the database of the process that will be killed

// TestAKilledProcess kills a process that writes as fast as it can: what it has answered is there, and nothing by halves.
func TestAKilledProcess(t *testing.T) {
	if path := os.Getenv(crashEnv); path != "" {
		writeUntilKilled(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "crash.db")
	for range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestAKilledProcess$")
		cmd.Env = append(os.Environ(), crashEnv+"="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		var answered []string
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if key, ok := strings.CutPrefix(lines.Text(), "answered "); ok {
				answered = append(answered, key)
			}
			if len(answered) == 300 {
				break
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it had said before it died
			if key, ok := strings.CutPrefix(lines.Text(), "answered "); ok {
				answered = append(answered, key)
			}
		}
		_ = cmd.Wait() // killed: that is what it says
		if len(answered) < 300 {
			t.Fatalf("%d answers only", len(answered))
		}
		afterTheCrash(t, path, answered)
	}
}

func writeUntilKilled(t *testing.T, path string) {
	w := &world{TB: t, path: path, now: start.Time()}
	w.open()
	w.write(func(tx *Tx) error {
		if reg, err := tx.Register(); err != nil || reg.Tree.Unit("K") != nil {
			return err
		}
		return tx.script(smallTown)
	})
	for g := range 16 {
		go func() {
			for i := 0; ; i++ {
				key := fmt.Sprintf("%d-%d-%d", os.Getpid(), g, i)
				err := w.Write(context.Background(), func(tx *Tx) error { // a request with two effects and its mark
					_, err := tx.ClaimNew(Claim{Unit: "S-1-1", Kind: "praktik", Count: 2})
					return firstError(err, tx.Send(key, "C1", []byte("{}")), tx.MarkHandled(key, nil))
				})
				if err != nil {
					fmt.Println("error", err)
					return
				}
				fmt.Println("answered", key)
			}
		}()
	}
	select {}
}

func afterTheCrash(t *testing.T, path string, answered []string) {
	t.Helper()
	w := &world{TB: t, path: path, now: start.Time()}
	w.open()
	w.tallied()
	w.read(func(tx *Tx) error {
		for _, key := range answered {
			if _, done, err := tx.Handled(key); err != nil || !done {
				t.Errorf("%s was answered and is gone (%v)", key, err)
			}
		}
		var slots, messages, requests, audit int
		err := tx.get([]any{&slots, &messages, &requests, &audit}, `SELECT (SELECT count(*) FROM slots), (SELECT count(*) FROM outgoing),
			(SELECT count(*) FROM requests), (SELECT count(*) FROM audit)`)
		if slots != 2*requests || messages != requests || audit != slots {
			t.Errorf("%d slots, %d messages, %d rows of audit for %d requests", slots, messages, audit, requests)
		}
		return err
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
