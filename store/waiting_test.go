package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWaiting holds what waits, which reads a few rows, against what is there, which reads all, for every unit of a whole municipality.
func TestWaiting(t *testing.T) {
	s := importStore(t, atNoon("2020-06-25"))
	takeLinkoping(t, s, ImportOptions{Until: "2020-06-25"})
	const most = 3
	seen := [2]int{}
	read(t, s, func(tx *Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		for _, unit := range reg.Tree.Codes() {
			all, err := tx.SlotsOf(unit, tx.Today(), true)
			if err != nil {
				return err
			}
			by := tx.Today().AddDays(14)
			ending, vacant, n, err := tx.Tasks(unit, by, most)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(all[:min(most, len(all))], vacant[:len(vacant):len(vacant)]); n != len(all) || len(all) > 0 && diff != "" {
				t.Errorf("%s has %d vacant, not %d: %s", unit, len(all), n, diff)
			}
			here, err := tx.TraineesOf(unit, tx.Today())
			if err != nil {
				return err
			}
			var want []Trainee
			for _, tr := range here {
				if tr.EndsOn <= by {
					want = append(want, tr)
				}
			}
			alone, err := tx.Ending(unit, by)
			for _, got := range [][]Trainee{ending, alone} {
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%s: %v %s", unit, err, diff)
				}
			}
			seen[0], seen[1] = seen[0]+n, seen[1]+len(ending)
		}
		return nil
	})
	if seen[0] == 0 || seen[1] == 0 {
		t.Errorf("nothing to compare: %v", seen)
	}
}
