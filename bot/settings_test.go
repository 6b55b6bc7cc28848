package main

import (
	"testing"

	"github.com/alecthomas/kong"

	"handslag/store"
)

// TestFirstHRWithSpacesBetween: addresses are listed as people list them.
func TestFirstHRWithSpacesBetween(t *testing.T) {
	h := openHouse(t, options{})
	var cli struct{ slackSettings }
	parser, err := kong.New(&cli)
	h.must(err)
	t.Setenv("HANDSLAG_HR", "hr@example.com, Kullen@example.com ,")
	_, err = parser.Parse(nil)
	h.must(err)
	for _, wrong := range cli.check() {
		if len(wrong) > 10 && wrong[:11] == "HANDSLAG_HR" {
			t.Error(wrong)
		}
	}
	h.must(h.bot.assignFirst(h.ctx(), cli.HR))
	h.must(h.bot.store.Read(h.ctx(), func(tx *store.Tx) error {
		m, err := tx.MemberByEmail("kullen@example.com")
		if err == nil && !m.Has("hr") {
			t.Errorf("%q made %+v", cli.HR, m.Roles)
		}
		return err
	}))
}
