package handlers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"handslag/store"
)

// abroad is where the care manager of the year is: eight there is another instant than in Stockholm, and the clocks change on other days.
const abroad = "America/New_York"

// TestAYearOfMondays has the bot look at its clock each hour of 2026 and prints what each week's reminders became: go test ./handlers -run AYearOfMondays -v
func TestAYearOfMondays(t *testing.T) {
	t.Parallel()
	p := newYear(t)
	got := p.year()
	t.Log("\n" + got.String())
	if len(got.weeks) != 53 {
		t.Fatalf("%d weeks", len(got.weeks))
	}
	for _, w := range got.weeks {
		want := yearWeek{week: w.week, home: w.week.Monday().Time().Format("Mon 2 Jan") + " 08:00", sent: 3, receipts: 4}
		want.abroad = want.home
		switch n := w.week.Number; {
		case n == 15:
			want.home, want.abroad, want.moved = "Tue 7 Apr 08:00", "Tue 7 Apr 08:00", "annandag påsk"
		case 28 <= n && n <= 31:
			want = yearWeek{week: w.week, skipped: "quiet", without: 4}
		}
		offset := "+01:00"
		if monday := w.week.Monday(); want.sent > 0 && "2026-03-29" < monday && monday < "2026-10-25" {
			offset = "+02:00"
		}
		if want.sent > 0 {
			want.offset, want.without = offset, 1 // the deputy, whose manager is there
		}
		if w != want {
			t.Errorf("%+v, want %+v", w, want)
		}
	}
}

// yearWeek is what became of a week's reminders.
type yearWeek struct {
	week         store.Week
	home, abroad string // when they came, where their readers are
	offset       string // of Stockholm's time
	moved        string // why not on Monday, as HR reads it
	sent         int
	without      int    // people who got none, by the ledger
	skipped      string // why nobody got any, by the ledger
	receipts     int    // that HR's two got: of those in Stockholm, and of the one whose day begins later
}

// newYear is the municipality of the tests as it begins a few days before 2026's first week: everybody has a slot that waits for a trainee.
func newYear(t *testing.T) *player {
	raw, err := os.ReadFile("testdata/world.txt")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "world.txt")
	world := strings.Replace(string(raw), "now 2026-08-11 10:00", "now 2025-12-23 10:00", 1) + "slot 1 FSK-1 2025-11-03 praktik\nslot 2 FSK-2 2025-11-03 praktik\nslot 3 HEM-1 2025-11-03 praktik\n"
	world = strings.ReplaceAll(world, "person area sv manager HEM-1 HEM-2\nperson head sv manager SKO\n", "zone care "+abroad+"\n")
	if err := os.WriteFile(file, []byte(world), 0o600); err != nil {
		t.Fatal(err)
	}
	p := newPlayerOf(t, file)
	p.do("reminders mon 08:00")
	return p
}

type year struct{ weeks []yearWeek }

func (y *year) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-9s %-24s %-20s %4s %5s  %s\n", "week", "in Stockholm", "in "+abroad, "sent", "none", "why")
	for _, w := range y.weeks {
		fmt.Fprintf(&b, "%-9s %-24s %-20s %4d %5d  %s\n", w.week, strings.TrimSpace(w.home+" "+w.offset), w.abroad, w.sent, w.without, w.moved+w.skipped)
	}
	return b.String()
}

// year lets 2026 pass hour by hour. Everybody does something about each reminder, so that nobody is thought to be silent.
func (p *player) year() *year {
	y := &year{}
	place := map[store.Week]int{}
	for w := (store.Week{Year: 2026, Number: 1}); w.Year == 2026; w = w.Add(1) {
		place[w], y.weeks = len(y.weeks), append(y.weeks, yearWeek{week: w})
	}
	elsewhere, err := time.LoadLocation(abroad)
	if err != nil {
		p.t.Fatal(err)
	}
	home, last := p.now.Location(), time.Date(2027, 1, 4, 0, 0, 0, 0, p.now.Location())
	for ; p.now.Before(last); p.now = p.now.Add(time.Hour) {
		run, err := p.h.Remind(context.Background(), RemindOptions{})
		if err != nil {
			p.t.Fatal(err)
		}
		if run.Planned+run.Skipped == 0 {
			continue
		}
		i, there := place[store.WeekOf(store.DateOf(p.now.In(elsewhere)))]
		if !there {
			p.t.Fatalf("reminded at %v", p.now)
		}
		w := &y.weeks[i]
		said := p.delivered("")
		p.remind() // what can be told only now: the receipt
		for _, line := range append(said, p.delivered("")...) {
			switch {
			case strings.HasPrefix(line, "to hr:"), strings.HasPrefix(line, "to board:"):
				w.receipts++
			case strings.HasPrefix(line, "to care: *Hello!"):
				w.sent++
				w.abroad += p.now.In(elsewhere).Format("Mon 2 Jan 15:04")
			case strings.HasPrefix(line, "to preschool: *Hej!"):
				w.sent++
				w.home += p.now.Format("Mon 2 Jan 15:04")
				w.offset = p.now.Format("-07:00")
			case strings.HasPrefix(line, "to neighbour: *Hej!"):
				w.sent++
			case strings.HasPrefix(line, "to ") && !strings.Contains(line, " instead:"):
				p.t.Errorf("somebody else is told: %s", line)
			}
		}
		p.write(func(tx *store.Tx) error { return tx.Answer(1, 2, 3, 4) })
	}
	p.ledger(y, home)
	return y
}

// ledger adds what the ledger has of those who got none, and why a week was moved, as HR reads it.
func (p *player) ledger(y *year, home *time.Location) {
	p.write(func(tx *store.Tx) error {
		rules, err := tx.Rules()
		if err != nil {
			return err
		}
		for i := range y.weeks {
			w := &y.weeks[i]
			r, err := tx.Round(w.week.String())
			if err != nil {
				return err
			}
			w.without = r.Skipped
			for why, n := range r.Why {
				if n == r.Skipped && r.Sent == 0 {
					w.skipped = why
				}
			}
			if moved := rules.Timing(w.week, home).Moved; moved != "" {
				w.moved = p.h.Say("free."+moved, nil)
			}
		}
		return nil
	})
}

// Weeks in which nothing was sent are no weeks without an answer: after two reminders and the four weeks of summer comes the third, and only then is
// the deputy told.
func TestQuietWeeksAreNotUnanswered(t *testing.T) {
	p := newYear(t)
	p.do("silent preschool 2026-W26 2026-W27")
	for _, c := range []struct {
		now            string
		reminded, told bool
	}{
		{"2026-07-06 08:00", false, false}, {"2026-07-13 08:00", false, false}, {"2026-07-20 08:00", false, false}, {"2026-07-27 08:00", false, false},
		{"2026-08-03 08:00", true, false}, {"2026-08-10 08:00", true, true}, {"2026-08-17 08:00", false, false},
	} {
		p.do("now " + c.now)
		said := strings.Join(p.do("the clock strikes"), "\n")
		if reminded, told := strings.Contains(said, "to preschool: *Hej!"), strings.Contains(said, "to deputy: "); reminded != c.reminded || told != c.told {
			t.Errorf("%s: reminded %v, the deputy told %v:\n%s", c.now, reminded, told, said)
		}
	}
}

// A week that HR makes one with reminders has them, though it had begun as one without.
func TestAQuietWeekThatIsMadeLoud(t *testing.T) {
	p := newYear(t)
	p.do("now 2026-07-06 08:00")
	if said := strings.Join(p.do("the clock strikes"), "\n"); strings.Contains(said, "to preschool: ") || strings.Contains(said, "vecka 28") {
		t.Errorf("in a quiet week: %s", said)
	}
	p.do("now 2026-07-06 10:00")
	p.do("hr: /handslag påminnelser")
	p.do("hr: [Ändra]")
	if said := strings.Join(p.do("hr fills quiet="), "\n"); !strings.Contains(said, "Veckans påminnelser går ut nu") {
		t.Errorf("changed: %s", said)
	}
	said := strings.Join(p.do("the clock strikes"), "\n")
	for _, part := range []string{"to preschool: *Hej!", "to hr: *Påminnelserna vecka 28*", "2 skickade"} {
		if !strings.Contains(said, part) {
			t.Errorf("no %q in %s", part, said)
		}
	}
}
