package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"
)

// FollowedUp is what is known of those who left for work, so many days after.
type FollowedUp struct {
	Days    int
	Due     int // whose time ended at least so many days ago
	Working int // of these: still there
	Left    int // and no more
}

// Unanswered is how many of those due nobody has said anything of. They are not the same as those who have left.
func (f FollowedUp) Unanswered() int { return f.Due - f.Working - f.Left }

// FollowedUp tells of those in a branch who left for work on a day from one to another, and at least so many days ago.
func (tx *Tx) FollowedUp(unit, kind string, days int, from, to Date) (FollowedUp, error) {
	f := FollowedUp{Days: days}
	asked := []string{howAfter(days, "working"), howAfter(days, "left")}
	for _, result := range Results {
		for _, outcome := range forWork {
			asked = append(asked, result+" "+outcome)
		}
	}
	found, err := tx.howsIn(unit, kind, asked, from, min(to, tx.Today().AddDays(-days)))
	for how, n := range found {
		switch how {
		case asked[0]:
			f.Working = n
		case asked[1]:
			f.Left = n
		default:
			f.Due += n
		}
	}
	return f, err
}

// FollowUp writes down whether somebody who left for work is still there so many days after the time ended.
func (tx *Tx) FollowUp(ref string, days int, answer string) (*Trainee, error) {
	t, err := tx.CheckFollowUp(ref, days)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(Answers, answer) {
		return nil, RefuseField("outcome", "follow_up_answer", nil)
	}
	slot, err := tx.Slot(t.Slot)
	if err != nil {
		return nil, err
	}
	before := *t
	t.After[slices.Index(FollowUps, days)] = answer
	return t, firstError(tx.updateTrainee(t), tx.noteTrainee(ref, t.Unit, before.facts(), t.facts()), tx.tallyTrainee(slot, &before, t))
}

// CheckFollowUp is CheckClaim for FollowUp. It gives the trainee as it is.
func (tx *Tx) CheckFollowUp(ref string, days int) (*Trainee, error) {
	t, err := tx.Trainee(ref)
	if err == nil {
		err = t.unrestricted()
	}
	if err != nil {
		return nil, err
	}
	facts := Facts{"Trainee": ref, "Days": days, "Date": cmp.Or(t.EndedOn, t.EndsOn).AddDays(days)}
	switch {
	case !slices.Contains(FollowUps, days):
		return nil, RefuseField("days", "follow_up_days", facts)
	case !t.ended(tx.Today()):
		return nil, RefuseField("trainee", "follow_up_present", facts)
	case !slices.Contains(forWork, t.Outcome):
		return nil, RefuseField("trainee", "follow_up_no_work", facts)
	case t.EndedOn.AddDays(days) > tx.Today():
		return nil, RefuseField("days", "follow_up_early", facts)
	}
	return t, nil
}

// DueFollowUps gives a page of those in a branch who left for work so many days ago and of whom nothing has been said, who left last first, and
// whether there are more after them.
func (tx *Tx) DueFollowUps(unit, kind string, days, from, most int) (out []Trainee, more bool, err error) {
	reg, err := tx.Register()
	if err != nil {
		return nil, false, err
	}
	tree, n := reg.Tree.On(tx.Today()), 0
	of, args := `trainees t JOIN slots s ON s.number = t.slot`, []any{}
	if !tree.wide(unit) { // few of all, who would be looked for among the others
		codes, err := json.Marshal(tree.Branch(unit))
		if err != nil {
			return nil, false, err
		}
		of, args = `json_each(?) u CROSS JOIN slots s ON s.unit = u.value CROSS JOIN trainees t ON t.slot = s.number`, append(args, string(codes))
	}
	err = each(tx, func(r *sql.Rows) error {
		t, err := scanTrainee(r)
		if err != nil || !tree.Within(t.Unit, unit) || kind != "" && kind != t.Kind || Erased(t.Reference) {
			return err
		}
		if n++; n > from+most {
			more = true
			return errEnough
		}
		if n > from {
			out = append(out, t)
		}
		return nil
	}, `SELECT `+traineeColumns+` FROM `+of+`
		WHERE t.ended_on <= ? AND t.outcome IN ('employed', 'subsidised') AND t.after_`+strconv.Itoa(days)+` IS NULL AND t.restricted_on IS NULL
		ORDER BY t.ended_on DESC`, append(args, tx.Today().AddDays(-days))...)
	if more {
		err = nil
	}
	return out, more, err
}
