package handlers

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/slack-go/slack"

	"handslag/handlers/words"
	"handslag/store"
)

// wait is what waits of one sort in a unit.
type wait struct {
	unit   string
	sort   string     // one of waitSorts
	due    store.Date // of the first of them
	text   string
	label  string // what the button does, where the unit's name is to be read on it too
	button *slack.ButtonBlockElement
	each   []task // one by one, named
}

// waitSorts are the messages that say how much waits of one sort and until when, what is most urgent first.
var waitSorts = []string{"weekly.overdue", "weekly.asked", "weekly.outcome", "weekly.ends", "weekly.behind", "weekly.vacant"}

// outcomeFor is how many days it is asked what became of somebody who has left.
const outcomeFor = 90

// waitsIn gives what waits in the units, what is most urgent first.
func (t *turn) waitsIn(units []string) (out []wait, err error) {
	for _, unit := range units {
		for _, of := range []func(string) ([]wait, error){t.endsIn, t.outcomesIn, t.behindIn, t.vacantIn} {
			found, err := of(unit)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
	}
	asked, err := t.asksFor()
	if err != nil {
		return nil, err
	}
	out = append(out, asked...)
	slices.SortStableFunc(out, func(a, b wait) int {
		return cmp.Or(cmp.Compare(slices.Index(waitSorts, a.sort), slices.Index(waitSorts, b.sort)), cmp.Compare(a.due, b.due))
	})
	return out, nil
}

// waits makes what waits of n that are the same, each of which is one of the first of them; nothing where there are none.
func (t *turn) waits(unit, sort string, each []task, n int, until store.Date, label string, all *slack.ButtonBlockElement) []wait {
	if len(each) == 0 {
		return nil
	}
	w := wait{unit: unit, sort: sort, due: each[0].due, each: each, label: label, button: all,
		text: t.say(sort, Facts{"N": n, "Date": t.shortDate(until)})}
	if n == 1 {
		w.button = button(all.Text.Text, each[0].button.Value)
	}
	return []wait{w}
}

// endsIn gives the trainees whose time has passed, and those whose time soon will.
func (t *turn) endsIn(unit string) ([]wait, error) {
	today := t.today()
	ending, err := t.tx.Ending(unit, today.AddDays(soon))
	if err != nil || len(ending) == 0 {
		return nil, err
	}
	past := map[bool][]task{}
	for _, tr := range ending {
		late := tr.Overdue(today)
		id := "weekly.ends_who"
		if late {
			id = "weekly.overdue_who"
		}
		who := cutTo(tr.Reference, mostReference)
		past[late] = append(past[late], task{t.say(id, Facts{"Trainee": who, "Date": t.shortDate(tr.EndsOn)}),
			button(t.label("end.button", nil)+" "+who, "end trainee:"+tr.Reference), tr.EndsOn})
	}
	out := t.waits(unit, "weekly.overdue", past[true], len(past[true]), ending[0].EndsOn, t.label("end.button", nil), button(t.label("end.button", nil), "end"))
	show := t.label("end.button", nil)
	if len(past[false]) > 1 {
		show = t.label("trainees.title", nil)
	}
	return append(out, t.waits(unit, "weekly.ends", past[false], len(past[false]), ending[len(ending)-1].EndsOn, show, button(show, "trainees unit:"+unit))...), nil
}

// mostReference is how much of a reference a line has room for; the bot's own are shorter.
const mostReference = 16

// outcomesIn gives those who have left lately, of whom nobody has said what came after.
func (t *turn) outcomesIn(unit string) ([]wait, error) {
	left, err := t.tx.WithoutOutcome(unit, t.today().AddDays(-outcomeFor))
	if err != nil || len(left) == 0 {
		return nil, err
	}
	each := make([]task, len(left))
	for i, tr := range left {
		who := cutTo(tr.Reference, mostReference)
		each[i] = task{t.say("weekly.outcome_who", Facts{"Trainee": who, "Date": t.shortDate(tr.EndedOn)}),
			button(t.label("weekly.note", nil)+" "+who, "end trainee:"+tr.Reference), tr.EndedOn}
	}
	return t.waits(unit, "weekly.outcome", each, len(each), left[0].EndedOn, t.label("weekly.note", nil), button(t.label("weekly.note", nil), "end trainee:"+left[0].Reference)), nil
}

// behindIn gives how far a unit is behind its plan.
func (t *turn) behindIn(unit string) ([]wait, error) {
	now, late, err := t.lags(unit)
	if err != nil || !late {
		return nil, err
	}
	facts := Facts{"Created": now.Created, "Target": now.Target, "Left": now.Remaining, "N": now.Remaining, "Date": t.shortDate(now.End)}
	press := "claim unit:" + unit
	return []wait{{unit: unit, sort: "weekly.behind", due: now.End, text: t.say("weekly.behind", facts), label: t.label("weekly.claim", nil), button: button(t.label("claim.title", nil), press),
		each: []task{{text: t.say("weekly.behind_who", facts), button: button(t.label("claim.title", nil), press)}}}}, nil
}

// vacantIn gives a unit's slots without a trainee, the one that has been so for longest first.
func (t *turn) vacantIn(unit string) ([]wait, error) {
	vacant, n, err := t.tx.VacantSince(unit, t.today(), mostLines)
	if err != nil || n == 0 {
		return nil, err
	}
	each := make([]task, len(vacant))
	for i, s := range vacant {
		each[i] = task{t.say("weekly.vacant_who", Facts{"Slot": s.Number, "Date": t.shortDate(s.Since)}),
			button(t.label("weekly.log", nil)+" #"+strconv.FormatInt(s.Number, 10), typed("trainee", words.Args{Slot: s.Number})), s.Since}
	}
	w := t.waits(unit, "weekly.vacant", each, n, vacant[0].Since, t.label("weekly.log", nil), button(t.label("trainee.title", nil), "trainee unit:"+unit))
	if first := vacant[0].Since; first.Time().Year() != t.year {
		w[0].text = t.say("weekly.vacant", Facts{"N": n, "Date": strconv.Itoa(first.Time().Year())})
	}
	return w, nil
}

// asksFor gives the questions that wait for the person's answer: who wants to be a unit's manager, where they are to say.
func (t *turn) asksFor() ([]wait, error) {
	if !t.person.Has("hr") {
		return nil, nil
	}
	asked, err := t.tx.Petitions(0)
	if err != nil || len(asked) == 0 {
		return nil, err
	}
	who, err := t.tx.MemberByID(asked[0].Member)
	if err != nil || who == nil {
		return nil, err
	}
	text := t.say("weekly.asked", Facts{"N": len(asked), "Date": t.shortDate(asked[0].AskedOn)})
	b := button(t.label("weekly.answer", nil), typed("assign", words.Args{Person: who.SlackID, Unit: asked[0].Unit}))
	return []wait{{sort: "weekly.asked", due: asked[0].AskedOn, text: text, button: b, each: []task{{text, b, asked[0].AskedOn}}}}, nil
}

// lines are what waits in at most most lines: one by one where there is room and it is the person's own, and the rest in a line of its own. Of several units
// each line names its unit.
func (t *turn) lines(waits []wait, most int, units []string, sample bool) (out []task) {
	for i, w := range waits {
		others := len(waits) - i - 1
		if len(out) == most-1 && others > 0 {
			return append(out, task{text: t.say("weekly.more", Facts{"N": others + 1}), button: button(t.label("weekly.all", nil), "remind what:waits")})
		}
		switch {
		case len(units) > 1 && w.unit != "":
			out = append(out, t.inUnit(w, units))
		case !sample && len(out)+len(w.each)+others <= most && width(w.each[0].text) <= phoneLine:
			out = append(out, w.each...)
		default:
			out = append(out, task{text: w.text, button: w.button})
		}
	}
	return out
}

// mostPressed is how much of a button Slack shows for certain.
const mostPressed = 30

// inUnit says what waits with the unit's name, as much of that as a line has room for. The button that ends one trainee's placement names the trainee:
// of those whose time has passed and those whose time soon will there may be one each in a unit.
func (t *turn) inUnit(w wait, units []string) task {
	text := escaped(t.shortName(w.unit, phoneLine-width(": "+w.text), units)) + ": " + w.text
	if len(w.each) == 1 && (w.sort == "weekly.overdue" || w.sort == "weekly.ends") {
		return task{text: text, button: w.each[0].button}
	}
	label := w.label + " · "
	return task{text: text, button: button(label+t.shortName(w.unit, mostPressed-width(label), units), w.button.Value)}
}

// everything tells all that waits for the person, unit by unit, with its buttons.
func (t *turn) everything() (Reply, error) {
	units, err := t.tx.Duties(t.person)
	if err != nil {
		return Reply{}, err
	}
	waits, err := t.waitsIn(units)
	if err != nil {
		return Reply{}, err
	}
	if len(waits) == 0 {
		return t.done(t.say("remind.nothing_waits", nil)), nil
	}
	shown, page, pages := pageOf(t, waits)
	head := t.say("remind.waits", Facts{"N": len(waits)})
	reply := Reply{Text: head, Blocks: []slack.Block{section("*" + head + "*")}}
	for _, w := range shown {
		text := w.text
		if w.unit != "" {
			text = "*" + escaped(t.reg.Tree.Name(w.unit)) + "*: " + text
		}
		reply.Text += "\n• " + text
		reply.Blocks = append(reply.Blocks, row(text, w.button))
	}
	reply.Blocks = append(reply.Blocks, t.pager("remind", "", page, pages)...)
	return reply, nil
}

// lags tells whether a unit has created fewer slots than an even pace would have given, and how it stands.
func (t *turn) lags(unit string) (now store.PeriodStands, lags bool, err error) {
	p := t.reg.Current(t.today())
	if p == nil || !t.reg.Tree.Within(unit, p.Scope) {
		return now, false, nil
	}
	periods, _, err := t.tx.Progress(p, unit, t.today())
	if err != nil {
		return now, false, err
	}
	now = periodOf(periods, t.today())
	late, _ := behind(now, t.today())
	return now, late > 0, nil
}
