package main

import (
	"fmt"

	"github.com/gofrs/flock"
)

// hold takes a database for this process: two bots on one file would each send what waits. The lock is a file beside the database, and the
// system lets go of it when the process ends, however it ends.
func hold(db string) (*flock.Flock, error) {
	lock := flock.New(db + ".lock")
	switch held, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", lock.Path(), err)
	case !held:
		return nil, fmt.Errorf("another bot is running on the database %s: stop it first, or give this one a database of its own with HANDSLAG_DB", db)
	}
	return lock, nil
}
