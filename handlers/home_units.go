package handlers

import (
	"cmp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"handslag/store"
)

// standings tell how the person's units stand: one, several with their sum, or a branch by its parts, biggest gap first.
func (d *desk) standings(p *store.Programme) error {
	if p == nil {
		return nil
	}
	own := d.person.Units()
	parent, lines, sum, err := d.quotaLines(p, own, d.today())
	if err != nil {
		return err
	}
	now := periodOf(sum.periods, d.today())
	head := d.label("quota.units", Facts{"N": len(lines), "Period": now.Name})
	if parent != "" {
		head = d.label("quota.head", Facts{"Unit": d.reg.Tree.Name(parent), "Period": now.Name})
	}
	d.header(head)
	d.put(section(d.quotaTold(p, parent, sum, d.today())))
	d.bar(now.Created, now.Target)
	if sum.all.Net() == 0 && !d.leads(own) {
		d.put(section(d.say("home.first", nil)))
	}
	if d.leads(own) {
		d.offer("summary unit:"+parent, "missing unit:"+parent, "forecast unit:"+parent, "claim")
	} else {
		d.offer("claim", "trainee", "slots")
	}
	if others := d.otherProgrammes("quota", own[0], p, d.today()); len(others) > 0 {
		d.put(buttons(others...))
	}
	if len(lines) > 1 {
		d.put(contextLine(d.say("home.order", nil)))
	}
	for _, l := range show(d, "units", lines) {
		d.put(row(d.lineOf(l), button(d.label("quota.show", nil), "quota unit:"+l.unit)))
	}
	d.turns("units", len(lines))
	return nil
}

// lineOf is a unit in a list: its figures and its pace, and a bar.
func (d *desk) lineOf(l line) string {
	now := periodOf(l.periods, d.today())
	text := "*" + escaped(d.reg.Tree.Name(l.unit)) + "*: " + d.quotaShort(now)
	switch n, paced := behind(now, d.today()); {
	case !paced:
	case n == 0:
		text += " · " + d.say("home.on_pace", nil)
	default:
		text += " · " + d.say("home.behind", Facts{"N": n})
	}
	if now.Target > 0 {
		text += "\n" + drawn(now.Created, now.Target)
	}
	return text
}

// bar draws created of target in a line of its own, after the figures in words: a screen reader may leave it out.
func (d *desk) bar(created, target int) {
	if target > 0 {
		d.put(contextLine(drawn(created, target) + "  " + d.percent(created, target)))
	}
}

// mostVacant of a unit's slots without a trainee are told of one by one.
const mostVacant = 100

// waits tells what waits for the person, with its button: what is overdue first.
func (d *desk) waits(*store.Programme) error {
	var tasks []task
	n := 0
	own := d.person.Units()
	for _, unit := range own {
		of, all, err := d.tasksOf(unit, mostVacant)
		if err != nil {
			return err
		}
		for i := range of {
			if len(own) > 1 {
				of[i].text += " · " + escaped(d.reg.Tree.Name(unit))
			}
		}
		tasks, n = append(tasks, of...), n+all
	}
	slices.SortStableFunc(tasks, func(a, b task) int { return cmp.Compare(cmp.Or(a.due, "9"), cmp.Or(b.due, "9")) })
	open, err := d.openFor(own, "", maxChoices)
	if err != nil {
		return err
	}
	if n == 0 && len(open) == 0 {
		return nil // the quota above has its own buttons
	}
	d.header(d.label("home.waits", nil))
	for _, w := range show(d, "waits", tasks) {
		d.put(row(w.text, w.button))
	}
	if n > len(tasks) && d.pages["waits"]*pageSize >= len(tasks) {
		d.put(row(d.say("quota.more", Facts{"N": n - len(tasks)}), button(d.label("slots.title", nil), "slots")))
	}
	d.turns("waits", len(tasks))
	if len(open) > 0 {
		d.put(row(d.say("home.published", Facts{"N": len(open)}), button(d.label("quota.show", nil), "slots published")))
	}
	return nil
}

// here tells who is in the person's slots and until when, who leaves first first.
func (d *desk) here(*store.Programme) error {
	own := d.person.Units()
	all, err := d.traineesOf(own)
	if err != nil || len(all) == 0 {
		return err
	}
	slices.SortStableFunc(all, func(a, b store.Trainee) int { return cmp.Compare(a.EndsOn, b.EndsOn) })
	d.header(d.label("trainees.head", Facts{"N": len(all)}))
	shown := show(d, "here", all)
	lines := make([]string, len(shown))
	for i, tr := range shown {
		lines[i] = "• " + d.traineeLine(tr, len(own) > 1)
	}
	d.put(slack.NewSectionBlock(markup(strings.Join(lines, "\n")), nil, slack.NewAccessory(button(d.label("quota.show", nil), "trainees"))))
	d.turns("here", len(all))
	return nil
}
