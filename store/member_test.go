package store

import (
	"slices"
	"testing"
)

func (w *world) know(m Member) (known *Member) {
	w.Helper()
	w.write(func(tx *Tx) (err error) { known, err = tx.Know(m); return err })
	return known
}

func (w *world) member(slack string) (m *Member) {
	w.Helper()
	w.read(func(tx *Tx) (err error) { m, err = tx.MemberBySlack(slack); return err })
	return m
}

func TestKnow(t *testing.T) {
	w := newWorld(t)
	if w.member("U9") != nil {
		t.Error("a stranger is known")
	}
	m := w.know(Member{SlackID: "U9", Team: "T1", Locale: "sv-SE", TZ: "Europe/Stockholm"})
	if m.SlackID != "U9" || m.Locale != "sv-SE" || m.Email != "" || len(m.Roles) != 0 {
		t.Errorf("known as %+v", m)
	}
	again := w.know(Member{SlackID: "U9", Email: "Ny.Chef@Kommunen.example", Team: "T1", Locale: "en-GB", TZ: "Europe/London"})
	if again.ID != m.ID || again.Email != "ny.chef@kommunen.example" || again.Locale != "en-GB" {
		t.Errorf("then as %+v", again)
	}
	if kept := w.know(Member{SlackID: "U9", Team: "T1"}); kept.Email != "ny.chef@kommunen.example" {
		t.Errorf("without an address the one that was known is gone: %+v", kept)
	}
}

func TestKnowByAddress(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error { return tx.AssignByEmail("Chef.S-1@Kommunen.example", "manager", "S-1") })
	m := w.know(Member{SlackID: "U9", Email: "chef.s-1@kommunen.EXAMPLE", Locale: "sv-SE"})
	if !m.Has("manager") || !slices.Equal(m.Units(), []string{"S-1"}) {
		t.Errorf("the one with the address has %+v", m.Roles)
	}
	for _, outsider := range []string{"guest", "foreign", "bot", "deactivated"} { // what they give as an address is no proof
		if g := w.know(Member{SlackID: "UG" + outsider, Email: "chef.s-1@kommunen.example", Outsider: outsider}); g.ID == m.ID || len(g.Roles) != 0 {
			t.Errorf("a %s with the same address has %+v", outsider, g.Roles)
		}
	}
	if w.member("U9").Email == "" {
		t.Error("an outsider has taken the address")
	}
}

func TestKnowOfTwoWhoAreOne(t *testing.T) {
	w := newWorld(t)
	seen := w.know(Member{SlackID: "U9"})
	w.write(func(tx *Tx) error {
		return firstError(tx.Assign(seen.ID, "manager", "V-1"), tx.AssignByEmail("chef@kommunen.example", "manager", "V-1"),
			tx.AssignByEmail("chef@kommunen.example", "deputy", "S-1"))
	})
	m := w.know(Member{SlackID: "U9", Email: "chef@kommunen.example"})
	if m.ID != seen.ID || !slices.Equal(m.Units(), []string{"S-1", "V-1"}) || len(m.Roles) != 2 {
		t.Errorf("together %+v", m)
	}
	w.read(func(tx *Tx) error {
		other, err := tx.MemberByEmail("chef@kommunen.example")
		if other.ID != seen.ID {
			t.Errorf("the address belongs to %+v", other)
		}
		return err
	})
}

func TestAnAddressThatMovesToAnotherAccount(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return firstError(tx.script(`INSERT INTO roles (member, role, unit, from_on, imported) VALUES (1, 'manager', 'S-1-1', '2020-03-02', 1)`), tx.Assign(1, "hr", ""))
	})
	w.know(Member{SlackID: "U3", Email: "chef.s-1-1@kommunen.example"})
	if m := w.member("U3"); !m.Has("manager") || m.Has("hr") { // what the files say goes with the address, what was given in person does not
		t.Errorf("the new account has %+v", m.Roles)
	}
	if m := w.member("U1"); m.Has("manager") || !m.Has("hr") || m.Email != "" {
		t.Errorf("the old one has %+v", m)
	}
}

func TestRolesHaveTheirDays(t *testing.T) {
	w := newWorld(t)
	w.write(func(tx *Tx) error {
		return tx.script(`INSERT INTO roles (member, role, unit, from_on, until_on) VALUES (1, 'deputy', 'S-1', '2020-03-02', '2020-03-06'), (1, 'deputy', 'S-2', '2020-03-03', NULL)`)
	})
	for day, want := range map[Date][]string{"2020-03-01": nil, "2020-03-02": {"S-1"}, "2020-03-06": {"S-1", "S-2"}, "2020-03-07": {"S-2"}} {
		w.set(day)
		if got := w.member("U1").Units(); !slices.Equal(got, want) {
			t.Errorf("on %s deputy of %v, want %v", day, got, want)
		}
		w.read(func(tx *Tx) error {
			with, err := tx.WithRole("deputy", "S-1")
			if (len(with) == 1) != slices.Contains(want, "S-1") {
				t.Errorf("on %s S-1 has %d deputies", day, len(with))
			}
			return err
		})
	}
}

func TestAssign(t *testing.T) {
	w := newWorld(t)
	rows := func() (n int) {
		w.read(func(tx *Tx) error { return tx.get([]any{&n}, `SELECT count(*) FROM audit WHERE noun = 'role'`) })
		return n
	}
	for range 2 {
		w.write(as(3, "assign", func(tx *Tx) error {
			return firstError(tx.Assign(1, "manager", "S-1-1"), tx.Assign(1, "hr", ""), tx.AssignByEmail("ny@kommunen.example", "coordinator", ""))
		}))
	}
	if m := w.member("U1"); len(m.Roles) != 2 || rows() != 3 {
		t.Errorf("roles %+v, %d rows of audit", m.Roles, rows())
	}
	w.refused("unit_unknown", func(tx *Tx) error { return tx.Assign(1, "manager", "X") })
	w.read(func(tx *Tx) error { // who has not been seen in Slack cannot be written to
		with, err := tx.WithRole("coordinator", "")
		if len(with) != 0 {
			t.Errorf("coordinators: %+v", with)
		}
		return err
	})
	w.forbidden("CHECK", `INSERT INTO roles (member, role, unit, from_on) VALUES (1, 'hr', 'S-1', '2020-01-01')`)
	w.forbidden("CHECK", `INSERT INTO roles (member, role, from_on) VALUES (1, 'manager', '2020-01-01')`)
	w.forbidden("UNIQUE", `INSERT INTO roles (member, role, from_on) VALUES (1, 'hr', '2020-01-01')`)
}

func TestSpeaks(t *testing.T) {
	for _, c := range []struct{ language, locale, standard, want string }{
		{"sv", "en-US", "en", "sv"}, {"en", "sv-SE", "sv", "en"}, {"", "sv-SE", "en", "sv"}, {"", "en-GB", "sv", "en"}, {"", "fi-FI", "sv", "en"}, {"", "", "sv", "sv"},
	} {
		m := Member{Language: c.language, Locale: c.locale}
		if got := m.Speaks(c.standard); got != c.want {
			t.Errorf("%+v speaks %s, want %s", c, got, c.want)
		}
	}
	w := newWorld(t)
	for _, language := range []string{"en", "sv", ""} {
		w.write(func(tx *Tx) error { return tx.SetLanguage(&Member{ID: 1}, language) })
		if got := w.member("U1").Language; got != language {
			t.Errorf("chosen %q, kept %q", language, got)
		}
	}
}

func TestPetitions(t *testing.T) {
	w := newWorld(t)
	ask := func() (id int64, fresh bool) {
		w.write(as(3, "ask", func(tx *Tx) (err error) { id, fresh, err = tx.Ask(3, "S-2-1"); return err }))
		return id, fresh
	}
	first, fresh := ask()
	if again, twice := ask(); !fresh || twice || again != first {
		t.Errorf("asked twice: %d %v, then %d %v", first, fresh, again, twice)
	}
	deny := as(1, "assign", func(tx *Tx) error { return tx.Deny(3, "S-2-1") })
	w.write(deny)
	w.refused("petition_done", deny)
	if w.member("U3").Has("manager") {
		t.Error("who was turned down is a manager")
	}
	second, fresh := ask()
	if !fresh || second == first {
		t.Errorf("asked again: %d %v", second, fresh)
	}
	w.write(as(1, "assign", func(tx *Tx) error { _, err := tx.Approve(Grant{Member: 3, Role: "manager", Unit: "S-2-1"}); return err }))
	w.refused("petition_done", deny)
	if got := w.member("U3").Units(); !slices.Equal(got, []string{"S-2-1"}) {
		t.Errorf("who was approved has %v", got)
	}
	w.write(undo(1, 0))
	if third, fresh := ask(); fresh || third != second || w.member("U3").Has("manager") {
		t.Errorf("undone: %d %v, and U3 is %+v", third, fresh, w.member("U3").Roles)
	}
}
