package handlers

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestOldNewsOfAMessage has what became of a message told in another order than it happened.
func TestOldNewsOfAMessage(t *testing.T) {
	p := newPlayer(t)
	told := func(change Change, version, text string) string {
		p.t.Helper()
		who := p.id("preschool")
		p.count++
		req := Request{ID: fmt.Sprint("told-", p.count), User: who, Door: Message, Text: text, Change: change, Version: version,
			Message: fmt.Sprintf("D%s %d.000100", who, p.now.Unix())}
		return strings.Join(p.answer(req), "\n")
	}
	wants := func(got, part string) {
		t.Helper()
		if !strings.Contains(got, part) {
			t.Errorf("the bot said %q, want %q in it", got, part)
		}
	}
	later, earlier := fmt.Sprintf("%d.9", p.now.Unix()), fmt.Sprintf("%d.5", p.now.Unix())
	wants(told(Edited, later, "boka tre språkpraktikplatser"), "3 platser")
	wants(told("", "", "boka en språkpraktikplats"), "nothing is said")
	wants(told(Edited, earlier, "boka två språkpraktikplatser"), "nothing is said")
	wants(told(Deleted, later, ""), "Du tog bort")
	wants(told(Edited, later+"9", "boka fyra språkpraktikplatser"), "nothing is said")
	p.pass("40", "minute")
	wants(told(Edited, later, "boka fem språkpraktikplatser"), "5 platser") // another message: its time is the clock's
	p.pass("40", "minute")
	p.delivered("preschool") // that nobody waits any more
	who := p.id("preschool")
	old := Request{ID: "old", User: who, Door: Message, Text: "boka en språkpraktikplats", Change: Edited, Version: "1", Message: "D" + who + " 1000000000.000100"}
	wants(strings.Join(p.answer(old), "\n"), "nothing is said")
	gone := Request{ID: "gone", User: who, Door: Message, Change: Deleted, Message: fmt.Sprintf("D%s %d.000700", who, p.now.Unix())}
	wants(strings.Join(p.answer(gone), "\n"), "nothing is said")
	gone.ID, gone.Change, gone.Text = "late", "", "boka en språkpraktikplats"
	wants(strings.Join(p.answer(gone), "\n"), "nothing is said")
}

// TestRefusedTextsAreNotCounted holds that only what was not understood is, by whichever door it came.
func TestRefusedTextsAreNotCounted(t *testing.T) {
	p := newPlayer(t)
	for _, line := range []string{"preschool writes: flurp 12", "preschool: /handslag flurp 13", "preschool writes: är Fatima hos oss?",
		"preschool writes: flurp 640823-3234", "preschool: /handslag flurp 640823-3234", "preschool writes: kvot", "preschool writes: hej", "preschool writes: ja"} {
		p.do(line)
	}
	shapes := p.shapes()
	if len(shapes) != 1 || shapes[0].Count != 2 || shapes[0].Language != "sv" {
		t.Errorf("what was not understood is %+v", shapes)
	}
}

// TestAYesThatCrossesAPress has somebody write yes while the button is being pressed: it is done once, and both are answered.
func TestAYesThatCrossesAPress(t *testing.T) {
	for i := range 20 {
		p := newPlayer(t)
		p.do("preschool writes: boka en språkpraktikplats från v 34")
		value, _ := p.button("preschool", "Ja, gör det", "")
		who := p.id("preschool")
		asked := []Request{{ID: "press", User: who, Door: Button, Text: value},
			{ID: "typed", User: who, Door: Message, Text: "ja", Message: "D" + who + " 9999999999.000100"}}
		var said [2]Reply
		var both sync.WaitGroup
		for k := range asked {
			both.Go(func() {
				var err error
				if said[k], err = p.h.Answer(t.Context(), asked[(k+i)%2]); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		out := strings.Join(p.delivered("preschool"), "\n")
		if !strings.Contains(out, "Klart!") && !strings.Contains(out, "redan gjort") {
			t.Errorf("to the yes that was written the bot said %q", out)
		}
		if n := len(p.do("preschool: /plats")); n != 3 {
			t.Errorf("%d lines of slots after one yes", n)
		}
	}
}
