package store

import (
	"slices"
	"testing"
)

func TestTree(t *testing.T) {
	tree := newWorld(t).register().Tree
	if got := tree.Path("S-1-2"); !slices.Equal(got, []string{"S-1-2", "S-1", "S", "K"}) {
		t.Errorf("the path is %v", got)
	}
	if got := tree.Branch("S"); !slices.Equal(got, []string{"S", "S-1", "S-1-1", "S-1-2", "S-2", "S-2-1"}) {
		t.Errorf("the branch is %v", got)
	}
	if got := tree.Children("K"); !slices.Equal(got, []string{"B", "P", "S", "V"}) || !slices.Equal(tree.Children(""), []string{"K"}) {
		t.Errorf("the children are %v", got)
	}
	if got := tree.Unit("S-1-1").Aliases; !slices.Equal(got, []string{"Norra", "Norrskolan"}) {
		t.Errorf("also called %v", got)
	}
	if !tree.Within("S-1-1", "S") || !tree.Within("S", "S") || tree.Within("S", "S-1") || tree.Within("X", "K") {
		t.Error("what lies within what is wrong")
	}
	if tree.Name("S") != "Skola" || tree.Name("X") != "X" || tree.Unit("X") != nil || len(tree.Path("X")) != 0 {
		t.Error("a unit that is not there is there")
	}
}

func TestHeadcount(t *testing.T) {
	tree := newWorld(t).register().Tree
	for _, c := range []struct {
		unit string
		on   Date
		want int
	}{
		{"K", "2019-12-31", 1000}, // without the partner
		{"K", "2020-01-01", 840},  // and without a unit that has closed
		{"V", "2019-12-31", 400},
		{"V", "2020-01-01", 240},
		{"S", "2020-01-01", 590},
		{"S", "2017-12-31", 0},
		{"S-1-1", "2020-01-01", 300},
		{"P", "2020-01-01", 70},
	} {
		if got := tree.HeadcountOn(c.unit, c.on); got != c.want {
			t.Errorf("%s has %d on %s, want %d", c.unit, got, c.on, c.want)
		}
	}
}
