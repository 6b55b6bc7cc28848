package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"pgregory.net/rapid"
)

// A model of slots and trainees: what the store is to be like, without its tables and counts.
type (
	modelSlot struct {
		unit                  string
		created, discontinued Date
		published             bool
	}
	modelTrainee struct {
		slot         int64
		start, ended Date
	}
	model struct {
		slots    map[int64]modelSlot
		trainees map[string]modelTrainee
	}
)

func (m model) clone() model { return model{maps.Clone(m.slots), maps.Clone(m.trainees)} }

// pick draws a slot or a trainee that pleases, in a fixed order; false where there is none.
func pick[K int64 | string, V any](t *rapid.T, from map[K]V, pleases func(K, V) bool) (chosen K, ok bool) {
	var keys []K
	for k, v := range from {
		if pleases(k, v) {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return chosen, false
	}
	slices.Sort(keys)
	return rapid.SampledFrom(keys).Draw(t, "which"), true
}

// at is what the standing of a unit, with all below it, is to say of a day.
func (m model) at(tree *Tree, unit string, on Date) (gross, net, persons, filled int) {
	counts := func(s modelSlot) bool { return s.unit != "" && tree.Within(s.unit, unit) }
	for _, s := range m.slots {
		if counts(s) && s.created <= on {
			gross++
			if s.discontinued == "" || s.discontinued > on {
				net++
			}
		}
	}
	for _, t := range m.trainees {
		if counts(m.slots[t.slot]) && t.start <= on {
			persons++
			if t.ended == "" || t.ended > on {
				filled++
			}
		}
	}
	return gross, net, persons, filled
}

// machine plays against the model: one member who does things and takes them back.
type machine struct {
	w      *world
	tree   *Tree
	member int64
	model
	past []model // before each entry that stands
}

func (m *machine) do(t *rapid.T, command string, fn func(*Tx) error) {
	before := m.clone()
	if err := m.w.Write(context.Background(), as(m.member, command, fn)); err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	m.past = append(m.past, before)
}

// occupied tells whether somebody is in a slot, or is to come.
func (m *machine) occupied(slot int64) bool {
	for _, t := range m.trainees {
		if t.slot == slot && t.ended == "" {
			return true
		}
	}
	return false
}

func (m *machine) claim(t *rapid.T) {
	unit, count := rapid.SampledFrom([]string{"S-1-1", "S-2", "V-1-1"}).Draw(t, "unit"), rapid.IntRange(1, 3).Draw(t, "count")
	m.do(t, "claim", func(tx *Tx) error {
		made, err := tx.ClaimNew(Claim{Unit: unit, Kind: "praktik", Count: count, Supervisor: "Rektor"})
		for _, s := range made {
			m.slots[s.Number] = modelSlot{unit: unit, created: tx.Today()}
		}
		return err
	})
}

func (m *machine) publish(t *rapid.T) {
	m.do(t, "publish", func(tx *Tx) error {
		made, err := tx.Publish(Publication{Kind: "språkpraktik", Count: 2})
		for _, s := range made {
			m.slots[s.Number] = modelSlot{published: true}
		}
		return err
	})
}

func (m *machine) take(t *rapid.T) {
	slot, ok := pick(t, m.slots, func(_ int64, s modelSlot) bool { return s.unit == "" && s.discontinued == "" })
	if !ok {
		return
	}
	m.do(t, "claim", func(tx *Tx) error {
		_, err := tx.ClaimPublished(slot, "V-1-1")
		m.slots[slot] = modelSlot{unit: "V-1-1", created: tx.Today(), published: true}
		return err
	})
}

func (m *machine) release(t *rapid.T) {
	slot, ok := pick(t, m.slots, func(n int64, s modelSlot) bool { return s.discontinued == "" && !m.occupied(n) })
	if !ok {
		return
	}
	m.do(t, "release", func(tx *Tx) error {
		_, again, err := tx.Release(slot, "other")
		s := m.slots[slot]
		if (again != nil) != (s.published && s.unit != "") {
			return fmt.Errorf("published anew: %v of %+v", again, s)
		}
		if again != nil {
			m.slots[again.Number] = modelSlot{published: true}
		}
		s.discontinued = tx.Today()
		m.slots[slot] = s
		return err
	})
}

func (m *machine) log(t *rapid.T) {
	slot, ok := pick(t, m.slots, func(n int64, s modelSlot) bool { return s.unit != "" && s.discontinued == "" && !m.occupied(n) })
	if !ok {
		return
	}
	first := m.slots[slot].created
	for _, other := range m.trainees {
		if other.slot == slot {
			first = max(first, other.ended)
		}
	}
	from := first.AddDays(rapid.IntRange(0, first.DaysUntil(m.w.Today())+20).Draw(t, "day"))
	m.do(t, "trainee", func(tx *Tx) error {
		trainee, err := tx.Log(Trainee{Slot: slot, StartsOn: from, Supervisor: "Rektor"})
		if err == nil {
			m.trainees[trainee.Reference] = modelTrainee{slot: slot, start: from}
		}
		return err
	})
}

func (m *machine) end(t *rapid.T) {
	ref, ok := pick(t, m.trainees, func(_ string, p modelTrainee) bool { return p.ended == "" && p.start <= m.w.Today() })
	if !ok {
		return
	}
	p := m.trainees[ref]
	p.ended = p.start.AddDays(rapid.IntRange(0, p.start.DaysUntil(m.w.Today())).Draw(t, "day"))
	m.do(t, "end", func(tx *Tx) error {
		_, err := tx.End(ref, "completed", "", p.ended)
		m.trainees[ref] = p
		return err
	})
}

func (m *machine) undo(t *rapid.T) {
	err := m.w.Write(context.Background(), undo(m.member, 0))
	if len(m.past) == 0 {
		if r := AsRefusal(err); r == nil || r.Reason != "undo_nothing" {
			t.Fatalf("undo of nothing: %v", err)
		}
		return
	}
	if err != nil {
		t.Fatalf("undo: %v", err)
	}
	m.model, m.past = m.past[len(m.past)-1], m.past[:len(m.past)-1]
}

func (m *machine) wait(t *rapid.T) {
	m.w.set(min("2020-12-31", m.w.Today().AddDays(rapid.IntRange(1, 40).Draw(t, "days")))) // the programme's last day
}

func (m *machine) check(t *rapid.T) {
	day := m.w.Today().AddDays(-rapid.IntRange(0, 60).Draw(t, "back"))
	unit := rapid.SampledFrom([]string{"K", "S", "S-1-1", "V"}).Draw(t, "of")
	err := m.w.Read(context.Background(), func(tx *Tx) error {
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		s, err := tx.Standing(&reg.Programmes[0], unit, day)
		if err != nil {
			return err
		}
		gross, net, persons, filled := m.at(m.tree, unit, day)
		if s.Gross != gross || s.Net != net || s.Persons != persons || s.Filled != filled || s.Vacant != net-filled {
			return fmt.Errorf("%s on %s: gross %d, net %d, persons %d, filled %d; want %d, %d, %d, %d", unit, day,
				s.Gross, s.Net, s.Persons, s.Filled, gross, net, persons, filled)
		}
		return tx.CheckTallies()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAgainstTheModel(t *testing.T) {
	w := newWorld(t)
	tree := w.register().Tree
	members := int64(100)
	rapid.Check(t, func(t *rapid.T) {
		members++ // whose entries in the audit are this game's
		w.set("2019-01-07")
		err := w.Write(context.Background(), func(tx *Tx) error {
			return tx.script(fmt.Sprintf(`UPDATE slots SET replaces = NULL; DELETE FROM trainees; DELETE FROM slots; DELETE FROM tallies; INSERT INTO members (id, slack_id) VALUES (%d, 'UM%d')`, members, members))
		})
		if err != nil {
			t.Fatal(err)
		}
		m := &machine{w: w, tree: tree, member: members, model: model{map[int64]modelSlot{}, map[string]modelTrainee{}}}
		t.Repeat(map[string]func(*rapid.T){"claim": m.claim, "publish": m.publish, "take": m.take, "release": m.release, "log": m.log, "end": m.end,
			"undo": m.undo, "wait": m.wait, "": m.check})
	})
}

type claimInput struct {
	slot int64
	unit string // "": who has it?
}

// oneOwner is a slot that whoever comes first gets, and keeps.
var oneOwner = porcupine.Model{
	Partition: func(history []porcupine.Operation) (parts [][]porcupine.Operation) {
		bySlot := map[int64][]porcupine.Operation{}
		for _, op := range history {
			bySlot[op.Input.(claimInput).slot] = append(bySlot[op.Input.(claimInput).slot], op)
		}
		for _, part := range bySlot {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return "" },
	Step: func(state, input, output any) (bool, any) {
		owner, unit, answer := state.(string), input.(claimInput).unit, output.(string)
		switch {
		case unit == "":
			return answer == owner, owner
		case owner == "":
			return answer == "claimed", unit
		case owner == unit:
			return answer == "slot_yours", owner
		}
		return answer == "slot_taken", owner
	},
}

func TestClaimsAreLinearizable(t *testing.T) {
	w := newWorld(t)
	slots := w.publish(Publication{Kind: "praktik", Count: 20})
	units := []string{"S-1-1", "S-1-2", "S-2-1", "V-1-1", "B-1", "S-1", "V", "B"}
	var mu sync.Mutex
	var history []porcupine.Operation
	begin := time.Now()
	var wg sync.WaitGroup
	for client := range 8 {
		wg.Go(func() {
			for i := range 40 {
				op := porcupine.Operation{ClientId: client, Input: claimInput{slot: slots[i/2].Number}}
				if i%2 == 0 {
					op.Input = claimInput{slots[i/2].Number, units[client]}
				}
				op.Call = time.Since(begin).Nanoseconds()
				answer, err := w.claimOrAsk(op.Input.(claimInput))
				op.Return, op.Output = time.Since(begin).Nanoseconds(), answer
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				history = append(history, op)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if !porcupine.CheckOperations(oneOwner, history) {
		t.Error("there is no order of one after the other in which these answers would be right")
	}
	w.tallied()
}

func (w *world) claimOrAsk(in claimInput) (answer string, err error) {
	if in.unit == "" {
		err = w.Read(context.Background(), func(tx *Tx) error {
			s, err := tx.Slot(in.slot)
			if err == nil {
				answer = s.Unit
			}
			return err
		})
		return answer, err
	}
	err = w.take(1, in.slot, in.unit)
	if r := AsRefusal(err); r != nil {
		return r.Reason, nil
	}
	return "claimed", err
}
