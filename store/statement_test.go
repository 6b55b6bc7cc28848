package store

import "testing"

// TestAStatementIsOfTheProgramme holds that the programme leader's sentence names no trainee: it is refused, and one from before that was asked is
// neither told nor left when the trainee is disposed of.
func TestAStatementIsOfTheProgramme(t *testing.T) {
	w := newWorld(t)
	ref := w.log(Trainee{Reference: "D-2020-7001", Slot: w.claim("S-1-1", "praktik", 1)[0].Number, StartsOn: start, Supervisor: "Rektor"}).Reference
	w.set("2020-04-01")
	w.end(ref, "2020-04-01")
	say := func(text string) func(tx *Tx) error {
		return func(tx *Tx) error {
			reg, err := tx.Register()
			if err != nil {
				return err
			}
			return tx.State(reg.Current(tx.Today()), "partly", text)
		}
	}
	for _, text := range []string{"Det ordnade sig för " + ref, "d-2020-7001 fick jobb."} {
		w.refused("statement_reference", say(text))
	}
	w.write(say("Det går bra."))
	w.write(func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO statements (programme, member, said_on, verdict, text) SELECT programme, member, said_on, 'whole', ? FROM statements`, ref+" fick jobb.")
		return err
	})
	told := func() string { return w.standing("K", "2020-04-01").Statement.Text }
	if got := told(); got != "Det går bra." {
		t.Errorf("%q is told", got)
	}
	w.set("2021-05-01")
	w.write(decided)
	w.dispose()
	if n := w.found(ref); n > 0 {
		t.Errorf("%s stands %d times", ref, n)
	}
	if got := told(); got != "Det går bra." {
		t.Errorf("%q is left", got)
	}
}
