package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

const maxHome = 100 // blocks

// turned is what a button carries that turns a page of Home: the mark, and the pages that are to be shown.
const turned = "home:"

// Turned gives the pages of Home that a button of it asks for, to be given to Home; false where it types a command as any other.
func Turned(value string) (pages string, ok bool) {
	rest, ok := strings.CutPrefix(value, turned)
	return strings.TrimSpace(rest), ok
}

// Home gives a person's App Home, their desk: how their units stand, what waits with its button, and who is here; to HR how the programme stands
// and what waits for HR; to who has no role how to get one. pages are those of its lists, as Turned and the view's private_metadata have them; ""
// is the first of each. ErrUnknown as for Answer.
func (h *Handlers) Home(ctx context.Context, user, pages string) (slack.HomeTabViewRequest, error) {
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab}
	t := h.turn(Request{User: user, Door: Button, Text: "quota"})
	err := h.store.Read(ctx, func(tx *store.Tx) error {
		if err := t.begin(tx); err != nil {
			return err
		}
		d := &desk{turn: t, asked: pagesOf(pages), pages: map[string]int{}}
		if err := d.lay(); err != nil {
			return err
		}
		name(d.blocks)
		view.Blocks, view.PrivateMetadata = slack.Blocks{BlockSet: d.blocks}, d.pagesSaid("", 1)
		return nil
	})
	return view, err
}

// Small gives a Home that says what went wrong and has a button to try again with, so that nobody waits for one that does not come.
func (h *Handlers) Small(lang string, err error) slack.HomeTabViewRequest {
	v := voice{all: h.said, lang: lang}
	blocks := []slack.Block{section(h.Fault(lang, err, "command", "home").Text), buttons(button(v.label("home.retry", nil), turned), button(v.label("help.title", nil), "help"))}
	name(blocks)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// desk is a Home in the making.
type desk struct {
	*turn
	asked  map[string]int // pages of its lists, by name: units, waits, here, petitions
	pages  map[string]int // that are shown
	blocks []slack.Block
}

func (d *desk) put(blocks ...slack.Block) { d.blocks = append(d.blocks, blocks...) }

func (d *desk) header(text string) { d.put(slack.NewHeaderBlock(plain(text, 150))) }

// lay puts on the desk what is the person's.
func (d *desk) lay() error {
	switch {
	case d.person.Outsider != "":
		d.put(section(d.say("refusal.outsider_"+d.person.Outsider, nil)))
		return nil
	case len(d.person.Roles) == 0:
		return d.doorstep()
	}
	p := d.reg.Current(d.today())
	if p == nil {
		d.put(section(d.say("refusal.no_programme", nil)))
	}
	if p == nil && d.person.Has("hr") {
		d.put(section(d.say("home.begin", nil)))
	}
	var parts []func(*store.Programme) error
	if d.person.Has("manager", "deputy") {
		parts = append(parts, d.standings, d.waits, d.here, d.beside)
	}
	if d.person.Has("hr") {
		parts = append(parts, d.headlines, d.waitsForHR)
	}
	if d.person.Has("coordinator") {
		parts = append(parts, d.matching)
	}
	for _, part := range parts {
		if err := part(p); err != nil {
			return err
		}
	}
	d.blocks = d.blocks[:min(len(d.blocks), maxHome-3)]
	return d.foot()
}

// doorstep is for somebody without a role: what the bot is for, how to be let in, and what the programme is.
func (d *desk) doorstep() error {
	d.put(section(d.say("help.stranger", nil)))
	asked, err := d.tx.Petitions(d.person.ID)
	for _, p := range asked {
		d.put(section(d.say("home.asked", Facts{"Unit": d.reg.Tree.Name(p.Unit)})))
	}
	d.put(buttons(primary(d.label("join.button", nil), "join"), button(d.titleOf("help"), "help"), button(d.titleOf("language"), "language")))
	if here := d.inProgramme(); here != "" {
		d.put(slack.NewDividerBlock(), section(here), buttons(button(d.label("summary.what", nil), "explain term:created"), button(d.titleOf("explain"), "explain")))
	}
	return err
}

// offer adds a row of buttons, of those commands that the person may type; the first one most likely.
func (d *desk) offer(first string, others ...string) {
	b := []*slack.ButtonBlockElement{primary(d.titleOf(first), first)}
	for _, command := range others {
		name, _, _ := strings.Cut(command, " ")
		if c := lookup(name); c != nil && c.who&is(d.person, d.reg.Tree) != 0 {
			b = append(b, button(d.titleOf(command), command))
		}
	}
	d.put(buttons(b...))
}

func (d *desk) titleOf(command string) string {
	name, _, _ := strings.Cut(command, " ")
	return d.label(name+".title", nil)
}

// show gives the page of a list that is asked for; where there are several, turns adds what turns them.
func show[T any](d *desk, list string, of []T) []T {
	d.args = words.Args{Page: d.asked[list]}
	shown, page, _ := pageOf(d.turn, of)
	d.pages[list] = page
	return shown
}

func (d *desk) turns(list string, n int) {
	page, pages := d.pages[list], (n+pageSize-1)/pageSize
	if pages < 2 {
		return
	}
	var b []*slack.ButtonBlockElement
	if page > 1 {
		b = append(b, button(d.label("page.before", nil), turned+d.pagesSaid(list, page-1)))
	}
	if page < pages {
		b = append(b, button(d.label("page.after", nil), turned+d.pagesSaid(list, page+1)))
	}
	d.put(contextLine(d.say("page.of", Facts{"Page": page, "Pages": pages})), buttons(b...))
}

// pagesSaid writes the pages that are shown, with one list's turned to another: " here:2 units:3".
func (d *desk) pagesSaid(list string, page int) string {
	var b strings.Builder
	for _, name := range []string{"units", "waits", "here", "petitions"} {
		n := d.pages[name]
		if name == list {
			n = page
		}
		if n > 1 {
			b.WriteString(" " + name + ":" + strconv.Itoa(n))
		}
	}
	return strings.TrimSpace(b.String())
}

func pagesOf(said string) map[string]int {
	out := map[string]int{}
	for _, word := range strings.Fields(said) {
		name, n, _ := strings.Cut(word, ":")
		if page, err := strconv.Atoi(n); err == nil {
			out[name] = page
		}
	}
	return out
}

// Concerned gives those of the people whose Home tells of something that was written down after a row of the audit, and the audit's latest row.
func (h *Handlers) Concerned(ctx context.Context, people []string, since int64) (out []string, last int64, err error) {
	most := mostEntries
	if len(people) == 0 {
		most = 0
	}
	err = h.store.Read(ctx, func(tx *store.Tx) error {
		var found []store.Entry
		if found, last, err = tx.Since(since, most); err != nil || len(found) == 0 || len(people) == 0 {
			return err
		}
		reg, err := tx.Register()
		if err != nil {
			return err
		}
		w := written(found)
		if w.all {
			out = people
			return nil
		}
		for _, user := range people {
			m, err := tx.MemberBySlack(user)
			if err != nil {
				return err
			}
			if m != nil && w.concerns(m, reg.Tree) {
				out = append(out, user)
			}
		}
		return nil
	})
	return out, last, err
}

// mostEntries of the audit are looked at one by one; more are everybody's business.
const mostEntries = 500

// news is what has been written: of which units and which members, or of everything.
type news struct {
	all, petitions bool
	units          []string
	members        []string // by ID
}

func written(entries []store.Entry) (n news) {
	n.all = len(entries) == mostEntries
	for _, e := range entries {
		n.members = append(n.members, strconv.FormatInt(e.Member, 10))
		switch e.Noun {
		case "member", "role":
			n.members = append(n.members, e.Object)
		case "wish": // of who wrote it, or of whom it was written for
			var of struct{ Member int64 }
			if json.Unmarshal([]byte(cmp.Or(string(e.After), string(e.Before))), &of) == nil && of.Member != 0 {
				n.members = append(n.members, strconv.FormatInt(of.Member, 10))
			}
		case "history": // of who wrote it
		case "petition":
			n.petitions = true
		default:
			n.all = n.all || e.Unit == "" // an import, a published slot, a rule
		}
		if e.Unit != "" && !slices.Contains(n.units, e.Unit) {
			n.units = append(n.units, e.Unit)
		}
	}
	return n
}

// concerns tells whether a member's Home shows some of the news: of their own units and what lies below them, or of the whole.
func (n news) concerns(m *store.Member, tree *store.Tree) bool {
	switch {
	case m.Has("hr", "coordinator"), slices.Contains(n.members, strconv.FormatInt(m.ID, 10)), n.petitions && len(m.Roles) == 0:
		return true
	}
	return slices.ContainsFunc(m.Units(), func(own string) bool {
		return slices.ContainsFunc(n.units, func(unit string) bool { return tree.Within(unit, own) })
	})
}
