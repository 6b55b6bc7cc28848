package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"handslag/store"
)

// founded gives a path to a database with the organisation and programme of houses, and more rows of the organisation. To make one anew for each
// test would be most of what many of them cost.
func founded(t testing.TB, rows string) string {
	t.Helper()
	foundings.Lock()
	defer foundings.Unlock()
	file := foundings.files[rows]
	if file == nil {
		var err error
		if file, err = found(filepath.Join(t.TempDir(), "founded.db"), rows); err != nil {
			t.Fatal(err)
		}
		foundings.files[rows] = file
	}
	path := filepath.Join(t.TempDir(), "handslag.db")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var foundings = struct {
	sync.Mutex
	files map[string][]byte // by rows
}{files: map[string][]byte{}}

func found(path, rows string) ([]byte, error) {
	now := time.Date(2020, 6, 25, 7, 0, 0, 0, time.UTC)
	s, err := store.Open(path, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		return nil, err
	}
	for _, taken := range [][2]string{{"organisation", houseOrganisation + rows}, {"programme", houseProgramme}} {
		if _, err := s.Import(context.Background(), taken[0], strings.NewReader(taken[1]), store.ImportOptions{}); err != nil {
			return nil, err
		}
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}
