package handlers

import (
	"slices"

	"github.com/slack-go/slack"

	"handslag/store"
)

// line is a unit in a list, or the sum of several.
type line struct {
	unit    string
	periods []store.PeriodStands
	all     store.Tally
}

// quotaOfMany gives a line for each unit, biggest gap first, and the sum; a higher unit is told by its children.
func (t *turn) quotaOfMany(p *store.Programme, units []string, at store.Date) (Reply, error) {
	parent, lines, sum, err := t.quotaLines(p, units, at)
	if err != nil {
		return Reply{}, err
	}
	reply := t.quotaHead(p, parent, sum, len(lines), at)
	t.quotaPage(&reply, parent, lines, at)
	return reply, nil
}

// quotaLines gives the lines of units, biggest gap first, and their sum; of one unit, which is the parent then, the lines of its children and its own.
func (t *turn) quotaLines(p *store.Programme, units []string, at store.Date) (parent string, lines []line, sum line, err error) {
	if len(units) == 1 {
		parent, units = units[0], t.childrenOn(units[0], at)
	}
	lines = make([]line, 0, len(units))
	for _, unit := range units {
		periods, all, err := t.tx.Progress(p, unit, at)
		if err != nil {
			return "", nil, line{}, err
		}
		l := line{unit, periods, all}
		lines = append(lines, l)
		if !slices.ContainsFunc(units, func(other string) bool { return other != unit && t.reg.Tree.Within(unit, other) }) {
			sum = sum.plus(l) // what lies below another of them is counted there
		}
	}
	if parent != "" { // its own figures: what stands at the unit itself counts too
		periods, all, err := t.tx.Progress(p, parent, at)
		if err != nil {
			return "", nil, line{}, err
		}
		sum = line{parent, periods, all}
	}
	gap := func(l line) int { return periodOf(l.periods, at).Remaining }
	slices.SortStableFunc(lines, func(a, b line) int { return gap(b) - gap(a) })
	return parent, lines, sum, nil
}

// childrenOn are those that exist on a day and have a share in the programme.
func (t *turn) childrenOn(unit string, at store.Date) []string {
	return slices.DeleteFunc(slices.Clone(t.reg.Tree.Children(unit)), func(code string) bool {
		u := t.reg.Tree.Unit(code)
		return !u.ValidOn(at) || u.Kind == "partner"
	})
}

func (l line) plus(o line) line {
	periods := slices.Clone(o.periods)
	for i := range l.periods {
		s := &periods[i]
		s.Target, s.Created = l.periods[i].Target+s.Target, l.periods[i].Created+s.Created
		s.Over, s.Remaining = max(0, s.Created-s.Target), max(0, s.Target-s.Created)
	}
	return line{"", periods, l.all.Plus(o.all)}
}

// quotaPage adds the page of the list that is asked for, and what one would do next.
func (t *turn) quotaPage(reply *Reply, parent string, lines []line, at store.Date) {
	shown, page, pages := pageOf(t, lines)
	for _, l := range shown {
		name, short := escaped(t.reg.Tree.Name(l.unit)), t.quotaShort(periodOf(l.periods, at))
		reply.Text += "\n" + name + ": " + short
		show := "quota unit:" + l.unit
		if t.args.At != "" {
			show += " at:" + t.args.At
		}
		reply.Blocks = append(reply.Blocks, row("*"+name+"*: "+short, button(t.label("quota.show", nil), show)))
	}
	reply.Blocks = append(reply.Blocks, t.pager("quota", parent, page, pages)...)
	if at == t.today() {
		reply.Blocks = append(reply.Blocks, t.quotaButtons(parent, true)...)
	}
}

// pageOf gives the part of a list that the page asked for shows, which page that is, and how many there are.
func pageOf[T any](t *turn, list []T) (shown []T, page, pages int) {
	pages = max(1, (len(list)+pageSize-1)/pageSize)
	page = min(max(1, t.args.Page), pages)
	return list[(page-1)*pageSize : min(page*pageSize, len(list))], page, pages
}

// pager lets one turn the pages of a list; nothing where there is but one.
func (t *turn) pager(command, unit string, page, pages int) []slack.Block {
	if pages == 1 {
		return nil
	}
	a := t.args
	a.Unit = unit
	var b []*slack.ButtonBlockElement
	if page > 1 {
		a.Page = page - 1
		b = append(b, button(t.label("page.before", nil), typed(command, a)))
	}
	if page < pages {
		a.Page = page + 1
		b = append(b, button(t.label("page.after", nil), typed(command, a)))
	}
	return []slack.Block{contextLine(t.say("page.of", Facts{"Page": page, "Pages": pages})), buttons(b...)}
}
