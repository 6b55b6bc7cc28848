package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestBackupIsOneMoment copies while slots are claimed: each copy is whole, its counts are what its rows say, and it is one file.
func TestBackupIsOneMoment(t *testing.T) {
	w := newWorld(t)
	var claims sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		claims.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := w.Write(context.Background(), func(tx *Tx) error {
					_, err := tx.ClaimNew(Claim{Unit: "V-1-1", Kind: "praktik", Count: 1})
					return err
				}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "copy.db")
	for range 3 { // the same name again replaces the file
		if err := w.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	claims.Wait()
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Fatalf("beside the copy: %v %v", files, err)
	}
	copied, err := Open(path, Options{Now: w.clock})
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if err := copied.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestBackupThatFailsLeavesTheOldOne(t *testing.T) {
	w := newWorld(t)
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := w.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := w.Backup(stopped, path); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want it stopped", err)
	}
	if err := Check(t.Context(), path); err != nil {
		t.Fatal(err)
	}
}

func TestCheckTellsWhatIsNotWhole(t *testing.T) {
	w := newWorld(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "whole.db")
	if err := w.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := append([]byte(nil), whole...)
	for i := len(spoiled) / 2; i < len(spoiled)/2+8192; i++ {
		spoiled[i] = 0xa5
	}
	for name, content := range map[string][]byte{"empty": {}, "text": []byte("not a database at all, but long enough to be looked at"), "half": whole[:len(whole)/2], "spoiled": spoiled} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := Check(t.Context(), path); !errors.Is(err, ErrNotWhole) {
			t.Errorf("%s: got %v", name, err)
		}
		if name == "empty" || name == "spoiled" { // an empty file is a new database; what lies deep is found by Check
			continue
		}
		if s, err := Open(path, Options{}); !errors.Is(err, ErrNotWhole) {
			t.Errorf("%s: opening it gave %v", name, err)
			if err == nil {
				s.Close()
			}
		}
	}
	if err := Check(t.Context(), filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: got %v", err)
	}
	w.write(func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO migrations (number, name, applied_at) VALUES (9999, 'of tomorrow', '')`)
		return err
	})
	if err := w.Backup(t.Context(), path); !errors.Is(err, ErrNewer) {
		t.Errorf("newer: got %v", err)
	}
}
