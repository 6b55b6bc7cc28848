package handlers

import (
	"cmp"
	"slices"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// remind writes down what the person wants to be reminded of and when, takes it away again, or, where nothing is said, tells what there is.
func remind(t *turn) (Reply, error) {
	a := t.args
	switch {
	case a.What == "stop":
		return t.dropWish()
	case a.What == "waits":
		return t.everything()
	case a.Date == "" && a.From == "" && a.Every == "" && a.Slot == 0 && a.Trainee == "" && a.Unit == "" && t.req.Door != Form && a.What == "":
		return t.wishes()
	case a.Date == "" && a.From == "" && a.Every == "":
		return t.form((&form{}).add(field{name: "from", label: "remind_on", hint: t.label("remind.on_hint", nil)})), nil
	}
	w, err := t.wish()
	if err != nil {
		return Reply{}, err
	}
	made, err := t.tx.AddWish(*w, t.here())
	if err != nil {
		return Reply{}, err
	}
	whose, err := t.whoPauses()
	if err != nil {
		return Reply{}, err
	}
	if err := t.renewOwn(whose); err != nil {
		return Reply{}, err
	}
	line, err := t.wishLine(made)
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.remindSays("remind.done", whose, line)+t.moved(made), buttons(t.undoButton())), nil
}

// wish is what was said, for the first working day from the day that was said.
func (t *turn) wish() (*store.Wish, error) {
	a := t.args
	whose, err := t.whoPauses()
	if err != nil {
		return nil, err
	}
	w := &store.Wish{Member: whose.ID, DueOn: store.Date(cmp.Or(a.Date, a.From)), Every: a.Every, Slot: a.Slot, Trainee: a.Trainee, Unit: a.Unit}
	rules, err := t.tx.Rules()
	if err != nil {
		return nil, err
	}
	if w.DueOn = w.First(t.here()); rules != nil && w.DueOn > t.here() && w.Every == "" {
		w.DueOn = rules.Workday(w.DueOn)
	}
	if w.Slot != 0 {
		if _, err := t.tx.Slot(w.Slot); err != nil {
			return nil, err
		}
	}
	if w.Trainee != "" {
		tr, err := unrestricted(t.tx.Trainee(w.Trainee))
		if err != nil {
			return nil, err
		}
		if !t.person.Has("hr", "coordinator") && !slices.Contains(t.person.Units(), tr.Unit) {
			return nil, store.RefuseField("trainee", "trainee_unknown", store.Facts{"Trainee": w.Trainee})
		}
	}
	return w, nil
}

// moved says that the day that was said is a free one; "" where it is not.
func (t *turn) moved(w *store.Wish) string {
	said := store.Date(cmp.Or(t.args.Date, t.args.From))
	if said == "" || said == w.DueOn || w.Every != "" {
		return ""
	}
	return " " + capital(t.say("remind.moved", Facts{"Date": said}))
}

func planRemind(t *turn) (plan, error) {
	a := &t.args
	switch {
	case a.What == "stop" || a.What == "" && a.Date == "" && a.From == "" && a.Every == "" && a.Slot == 0 && a.Trainee == "" && a.Unit == "":
		return plan{}, nil
	case a.Date == "" && a.Every == "" && a.From != "":
		a.Date, a.From = a.From, ""
	case a.Date == "" && a.Every == "":
		return plan{text: t.say("remind.when", nil), piece: "from", answers: t.onDays(func(a *words.Args, day string) { a.Date, a.What = day, "" },
			t.today().AddDays(1), t.nextMonday(), t.today().AddMonths(1))}, nil
	}
	a.What = ""
	w, err := t.wish()
	if err != nil {
		return plan{}, err
	}
	if w.DueOn <= t.here() {
		return plan{}, store.RefuseField("date", "remind_past", nil)
	}
	line, err := t.wishLine(w)
	if err != nil {
		return plan{}, err
	}
	whose, err := t.whoPauses()
	p := plan{text: t.remindSays("remind.plan", whose, line) + t.moved(w)}
	if w.Unnamed() && t.req.Door == Message {
		p.facts = t.say("remind.plan_facts", nil)
	}
	return p, err
}

// remindSays tells of a reminder: of the person's own, or of somebody else's.
func (t *turn) remindSays(id string, whose *store.Member, line string) string {
	if whose.ID != t.person.ID {
		return t.say(id+"_theirs", Facts{"Line": Markup(line), "Person": mention(whose)})
	}
	return t.say(id, Facts{"Line": Markup(line)})
}

// wishes tells what the person has asked for, and that there is a pause.
func (t *turn) wishes() (Reply, error) {
	mine, err := t.tx.Wishes(t.person.ID)
	if err != nil {
		return Reply{}, err
	}
	head := t.say("remind.have", Facts{"N": len(mine)})
	if len(mine) == 0 {
		head = t.say("remind.have_none", nil)
	}
	reply := t.done(head)
	for i, w := range mine {
		if i == pageSize {
			more := t.say("quota.more", Facts{"N": len(mine) - i})
			reply.Text += "\n" + more
			reply.Blocks = append(reply.Blocks, section(more))
			break
		}
		line, err := t.wishLine(&w)
		if err != nil {
			return Reply{}, err
		}
		reply.Text += "\n" + line
		reply.Blocks = append(reply.Blocks, row(line, t.dropButton(&w)))
	}
	next := []*slack.ButtonBlockElement{button(t.label("remind.new", nil), "remind what:new")}
	if t.pausedFrom(t.today()) {
		said := t.say("remind.paused", Facts{"Date": t.person.Pause.To})
		reply.Text += "\n" + said
		reply.Blocks = append(reply.Blocks, section(said))
		next = append(next, button(t.label("resume.title", nil), "resume"))
	} else if t.person.Has("manager", "deputy") {
		next = append(next, button(t.label("pause.title", nil), "pause"))
	}
	reply.Blocks = append(reply.Blocks, buttons(next...))
	return reply, nil
}

func (t *turn) dropWish() (Reply, error) {
	w, err := t.tx.DropWish(t.person.ID, t.args.Entry)
	if err != nil {
		return Reply{}, err
	}
	if err := t.renewOwn(t.person); err != nil {
		return Reply{}, err
	}
	line, err := t.wishLine(w)
	if err != nil {
		return Reply{}, err
	}
	return t.done(t.say("remind.dropped", Facts{"Line": Markup(line)}), buttons(t.undoButton())), nil
}
